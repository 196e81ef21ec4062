/** Bytes that mean something to some dialect: separators, quotes, escapes, ends, signs, NUL, half a UTF-8 letter. */
const TELLING = Buffer.from("\0\t\n\r\x1b \"'*+,-./09:;<=>@Z[\\]^_`z{|}\x7f\x80\xc3\xe5\xff", "latin1");

/** A damaged copy of a frame: one to four of the things that go wrong with bytes. The frame itself stays as it is. */
export function mutate(frame: Uint8Array, random: () => number): Buffer {
  let bytes: Buffer = Buffer.from(frame);
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const damage = DAMAGES[Math.floor(random() * DAMAGES.length)];
    if (damage !== undefined) bytes = damage(bytes, random);
  }
  return bytes;
}

type Damage = (bytes: Buffer, random: () => number) => Buffer;

const DAMAGES: readonly Damage[] = [
  // A bit flips on the serial line.
  (bytes, random) => put(bytes, place(bytes, random), (old) => old ^ (1 << Math.floor(random() * 8))),
  // A byte becomes one that means something.
  (bytes, random) => put(bytes, place(bytes, random), () => TELLING[Math.floor(random() * TELLING.length)] ?? 0),
  // The line is cut off.
  (bytes, random) => bytes.subarray(0, place(bytes, random)),
  // Its beginning is missing.
  (bytes, random) => bytes.subarray(place(bytes, random)),
  // A piece is missing.
  (bytes, random) => {
    const at = place(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + Math.floor(random() * 24))]);
  },
  // A piece comes twice, perhaps many times.
  (bytes, random) => {
    const at = place(bytes, random);
    const piece = bytes.subarray(at, at + 1 + Math.floor(random() * 16));
    const pieces: Buffer[] = Array(1 + Math.floor(random() * 40)).fill(piece);
    return Buffer.concat([bytes.subarray(0, at), ...pieces, bytes.subarray(at)]);
  },
  // Noise.
  (bytes, random) => {
    const noise = Buffer.from(Array.from({ length: Math.floor(random() * 64) }, () => Math.floor(random() * 256)));
    const at = place(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
];

function place(bytes: Buffer, random: () => number): number {
  return Math.floor(random() * bytes.length);
}

function put(bytes: Buffer, at: number, change: (old: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[at] = change(copy[at] ?? 0) & 0xff;
  return copy;
}
