import { stamp } from "./moment.ts";
import { international } from "./notation.ts";
import { month, type Pbx, pick, talkSeconds } from "./pbx.ts";
import { numberOf } from "./people.ts";

const EXTENSIONS = ["3000", "3001", "3002", "3003", "3004", "3010", "3011"] as const;

/** A health centre with Presentity: call history, voicemail and messages in one CSV file a month. */
export const clinic: Pbx = {
  company: "solglantan",
  source: "presentity",
  driver: "flexi-call-history",
  pattern: "call-history-*.csv",
  callsADay: 66,
  header: "SOURCE;NOTE;DATE;ID;DIRECTION;CALLING;CALLED;NAME;RING;DURATION;STATUS",
  file: (moment) => `call-history-${month(moment)}.csv`,
  call(moment, id, caller, random) {
    const extension = pick(EXTENSIONS, random);
    const number = random() < 0.15 ? international(numberOf(caller, random)) : numberOf(caller, random);
    const shown = random() < 0.04 ? "anonymous" : number;
    const kind = random();
    const line = (source: string, ...rest: (string | number)[]) =>
      [
        source,
        `extension=${extension}`,
        `${stamp(moment)}.${String(Math.floor(random() * 1000)).padStart(3, "0")}`,
        id,
        ...rest,
      ].join(";");
    if (kind < 0.07)
      return line("VOICEMAIL", "IN", shown, extension, caller.name, "", Math.round(8 + 50 * random()), "");
    if (kind < 0.13) return line("MESSAGE", "OUT", extension, number, caller.name, "", "", "");
    if (kind < 0.4)
      return line("CALL_HISTORY", "OUT", extension, number, caller.name, 9, talkSeconds(random), "ANSWERED");
    const ring = Math.round(4 + 20 * random());
    if (kind < 0.55)
      return line("CALL_HISTORY", "IN", shown, extension, shown === number ? caller.name : "", ring, 0, "MISSED");
    return line(
      "CALL_HISTORY",
      "IN",
      shown,
      extension,
      shown === number ? caller.name : "",
      ring,
      talkSeconds(random),
      "ANSWERED",
    );
  },
};
