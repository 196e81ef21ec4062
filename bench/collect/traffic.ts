/**
 * What a telephone system writes in a day: Asterisk records with one outside number each. Numbers are drawn anew in every
 * run and stay in the bench's own clusters.
 */
export interface Traffic {
  /** `share` of the records have a number never seen before, the others one of those seen. Lines end with a line feed. */
  file(records: number, share: number): Buffer;
}

const EXTENSIONS = 300;
const PIECE = 100;

export function createTraffic(seed = 1): Traffic {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const known: string[] = [];
  let fresh = next(1_000_000);
  let call = 0;
  const number = (share: number): string => {
    const seen = known[next(known.length)];
    if (seen !== undefined && next(1_000_000) >= share * 1_000_000) return seen;
    // 7,919 has no factor in common with ten million: every number comes once before one comes twice.
    fresh = (fresh + 7_919) % 10_000_000;
    const made = `07${[0, 2, 3, 6, 9][next(5)]}${String(fresh).padStart(7, "0")}`;
    known.push(made);
    return made;
  };
  return {
    file(records, share) {
      // In pieces that die young: whoever is measured next would have to clear away a whole file's lines.
      const pieces: Buffer[] = [];
      for (let written = 0; written < records; written += PIECE) {
        const count = Math.min(PIECE, records - written);
        const lines = Array.from({ length: count }, () => `${line(++call, number(share), next)}\n`);
        pieces.push(Buffer.from(lines.join("")));
      }
      return Buffer.concat(pieces);
    },
  };
}

function line(call: number, number: string, next: (below: number) => number): string {
  const extension = String(1000 + next(EXTENSIONS));
  const start = stamp(call);
  const talk = next(600);
  const ring = 2 + next(28);
  const inbound = next(10) < 6;
  const [src, dst] = inbound ? [number, extension] : [extension, number];
  const context = inbound ? "from-trunk" : "from-internal";
  const unique = `${1_780_000_000 + call}.${call}`;
  const channel = inbound ? `PJSIP/trunk-${hex(call)}` : `PJSIP/${extension}-${hex(call)}`;
  const other = inbound ? `PJSIP/${extension}-${hex(call + 1)}` : `PJSIP/trunk-${hex(call + 1)}`;
  const data = inbound ? `PJSIP/${extension},30,tT` : `PJSIP/${number}@trunk,60`;
  const times = `"${start}","${start}","${start}"`;
  return `"","${src}","${dst}","${context}","""${src}"" <${src}>","${channel}","${other}","Dial","${data}",${times},${talk + ring},${talk},"ANSWERED","DOCUMENTATION","${unique}",""`;
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}

/** Calls of one working day, a few a second, on and on. */
function stamp(call: number): string {
  const second = Math.floor(call / 8) % 36_000;
  const at = new Date(Date.UTC(2026, 5, 15, 6, 0, 0) + second * 1000);
  return at.toISOString().slice(0, 19).replace("T", " ");
}
