import { instantOf, later, stamp } from "./moment.ts";
import { grouped, international, ssnAs } from "./notation.ts";
import { month, type Pbx, pick, talkSeconds } from "./pbx.ts";
import { numberOf } from "./people.ts";

const QUEUES = ["Bygglov", "Förskola", "Hemtjänst"] as const;
const EXTENSIONS = ["2040", "2041", "2042", "2050", "2051", "2060"] as const;

/** A municipality's contact centre with Tid: callbacks with number and personal identity number, as JSON lines. */
export const callbacks: Pbx = {
  company: "ekdala",
  source: "tid",
  driver: "flexi-tid",
  pattern: "callbacks-*.jsonl",
  callsADay: 24,
  header: null,
  file: (moment) => `callbacks-${month(moment)}.jsonl`,
  call(moment, id, caller, random) {
    const national = numberOf(caller, random);
    const phone = pick([national, grouped(national), international(national)], random);
    const done = random();
    return JSON.stringify({
      source: "CALLBACK",
      note: `queue=${pick(QUEUES, random)}, extension=${pick(EXTENSIONS, random)}`,
      date: `${stamp(moment)}.000`,
      id,
      phone,
      ...(caller.ssn !== null && random() < 0.8 ? { ssn: ssnAs(caller.ssn, Math.floor(random() * 4)) } : {}),
      name: caller.name,
      scheduled: `${stamp(later(moment, 3600))}.000`,
      ...(done < 0.85
        ? { duration: talkSeconds(random), status: "DONE" }
        : { status: done < 0.95 ? "NO_ANSWER" : "CANCELLED" }),
    });
  },
};

const CURRENT = "Master.csv";

/** The same municipality's Asterisk: Master.csv, of which the months before this one were rotated away. */
export const exchange: Pbx = {
  company: "ekdala",
  source: "asterisk",
  driver: "asterisk-cdr-csv",
  pattern: "Master.csv*",
  callsADay: 44,
  header: null,
  file: (moment, now) => (month(moment) === month(now) ? CURRENT : `${CURRENT}-${month(moment)}`),
  rotates: CURRENT,
  call(moment, id, caller, random) {
    const extension = pick(EXTENSIONS, random);
    const national = random() < 0.03 ? "anonymous" : numberOf(caller, random);
    const out = random() < 0.4 && national !== "anonymous";
    const ring = Math.round(3 + 25 * random());
    const talk = random() < 0.8 ? talkSeconds(random) : 0;
    const call = { extension, national, name: caller.name, ring, talk, channel: id.replaceAll(/\D/g, "").slice(-8) };
    const line = asteriskLine(
      moment,
      call,
      out,
      `${Math.floor(instantOf(moment).getTime() / 1000)}.${id.replace(/\D/g, "").slice(-6)}`,
    );
    // Now and then a line is cut off by a full disk or a restart: such lines become undefined lines.
    return random() < 0.003 ? line.slice(0, Math.floor(line.length / 2)) : line;
  },
};

interface ExchangeCall {
  readonly extension: string;
  readonly national: string;
  readonly name: string;
  readonly ring: number;
  readonly talk: number;
  readonly channel: string;
}

function asteriskLine(moment: Parameters<typeof stamp>[0], call: ExchangeCall, out: boolean, uniqueId: string): string {
  const { extension, national, name, ring, talk, channel } = call;
  const device = `PJSIP/${extension}-${channel}`;
  const trunk = `PJSIP/telia-${channel}`;
  const answered = talk > 0;
  const cells = [
    "",
    out ? extension : national,
    out ? `0${national}` : extension,
    out ? "from-internal" : "from-trunk",
    out
      ? `"Kontaktcenter" <${extension}>`
      : national === "anonymous"
        ? '"anonymous" <anonymous>'
        : `"${name}" <${national}>`,
    out ? device : trunk,
    out ? trunk : device,
    "Dial",
    out ? `PJSIP/${national}@telia,60,Tt` : `PJSIP/${extension},30,Tt`,
    stamp(moment),
    answered ? stamp(later(moment, ring)) : "",
    stamp(later(moment, ring + talk)),
    ring + talk,
    talk,
    answered ? "ANSWERED" : "NO ANSWER",
    "DOCUMENTATION",
    uniqueId,
    "",
  ];
  return cells.map((cell) => (typeof cell === "number" ? cell : `"${cell.replaceAll('"', '""')}"`)).join(",");
}
