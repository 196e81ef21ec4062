import { stamp } from "./moment.ts";
import { international, withPrefix } from "./notation.ts";
import { month, type Pbx, pick, talkSeconds } from "./pbx.ts";
import { numberOf } from "./people.ts";

const QUEUES = ["Faktura", "Support", "Växel"] as const;
const AGENTS = ["4010", "4011", "4012", "4013", "4014", "4015"] as const;
const OWN_NUMBER = "+46846500499";

/** A call centre: the queue calls of the day in one CSV file a month. */
export const callCentre: Pbx = {
  company: "norrljus",
  source: "cc",
  driver: "flexi-cc",
  pattern: "queue-calls-*.csv",
  callsADay: 74,
  header: "SOURCE;NOTE;DATE;ID;CALLING;CALLED;TRANSFERRED;NAME;WAIT;DURATION;STATUS",
  file: (moment) => `queue-calls-${month(moment)}.csv`,
  call(moment, id, caller, random) {
    const national = numberOf(caller, random);
    const number = random() < 0.03 ? "anonymous" : random() < 0.8 ? international(national) : withPrefix(national);
    const queue = pick(QUEUES, random);
    const wait = Math.round(3 + 240 * random() ** 2);
    const answered = random() < 0.88;
    const note = answered ? `queue=${queue}, agent=${pick(AGENTS, random)}` : `queue=${queue}`;
    const transferred = answered && random() < 0.08 ? pick(AGENTS, random) : "";
    const outcome = answered ? [wait, talkSeconds(random), "ANSWERED"] : [wait, 0, "ABANDONED"];
    const name = number === "anonymous" ? "" : caller.name;
    return ["QUEUE_CALL", note, `${stamp(moment)}.000`, id, number, OWN_NUMBER, transferred, name, ...outcome].join(
      ";",
    );
  },
};
