import type { DriverSpecimens } from "../testing/specimens.ts";
import { columnsFrom } from "./columns.ts";

interface Cells {
  mark?: string;
  start?: string;
  duration?: string;
  calling?: string;
  answer?: string;
  digits?: string;
  pulses?: string;
  status?: string;
  called?: string;
  transfer?: string;
  third?: string;
  account?: string;
  ani?: string;
  dnis?: string;
  ids?: string;
}

/** A line in Mitel's columns: what is not named is an answered call from outside to extension 204. */
export function line(cells: Cells = {}): string {
  const {
    mark = " ",
    start = "03/02 08:15 ",
    duration = "00:01:00",
    calling = "T102",
    answer = " 008",
    digits = "204",
    pulses = "",
    status = "",
    called = "204",
    transfer = "",
    third = "",
    account = "",
    ani = "0701740605",
    dnis = "",
    ids = "",
  } = cells;
  const head = `${mark}${start} ${duration}`;
  const hasSeconds = start.length > 12;
  const columns = columnsFrom(head.length - duration.length, head, hasSeconds, "auto");
  const text = Array.from(head.padEnd(200));
  const put = (at: number, what: string) => text.splice(at, what.length, ...what);
  put(columns.calling[0], calling);
  put(columns.answer[0], answer);
  put(columns.digits[0], digits);
  put(columns.digits[1] - 5, pulses);
  put(columns.status, status);
  put(columns.called[0], called);
  put(columns.called[1], transfer);
  put(columns.third[0], third);
  put(columns.account[0], account);
  put(columns.ani[0], ani);
  put(columns.dnis[0], dnis);
  put(columns.ids, ids);
  return text.join("").trimEnd();
}

export const LEVEL_2 = { start: "03/02 08:15:00 ", duration: "0000:01:00" } as const;
const OUTGOING = { calling: "204", answer: "", digits: "900701740633", called: "T054", ani: "", status: "A" } as const;

export const specimens: DriverSpecimens = {
  frames: [
    line(),
    line(OUTGOING),
    line({ ...OUTGOING, pulses: "00012", account: "0701740650", mark: "%" }),
    line({ duration: "0000:01:00", called: "7204", transfer: "T", third: "7205" }),
    line({ ...LEVEL_2, dnis: "0846500442", ids: "A0001234 1" }),
    line({ ...LEVEL_2, calling: "7411", digits: "7406", called: "7406", status: "I", ani: "" }),
  ].map((text) => Buffer.from(text)),
};
