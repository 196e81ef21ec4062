import type { DriverSpecimens } from "../testing/specimens.ts";
import { type Column, DEFAULT_COLUMNS } from "./columns.ts";

/** A row with every field: what is not named is an answered call from outside to extension 204. */
export function row(cells: Partial<Record<Column, string>> = {}, columns: readonly Column[] = DEFAULT_COLUMNS): string {
  const all = { ...ROW, ...cells };
  return `Call ${columns.map((name) => all[name]).join(",")}`;
}

const ROW: Readonly<Record<Column, string>> = {
  historyid: "288832",
  callid: "4cc2c72490010000_26809",
  duration: "00:01:00",
  "time-start": "2026/03/02 08:15:00",
  "time-answered": "2026/03/02 08:15:09",
  "time-end": "2026/03/02 08:16:09",
  "reason-terminated": "TerminatedBySrc",
  "from-no": "0701740605",
  "to-no": "Ext.204",
  "from-dn": "10020",
  "to-dn": "204",
  "dial-no": "0846500442",
  "reason-changed": "",
  "final-number": "Ext.204",
  "final-dn": "204",
  "bill-code": "default",
  "bill-rate": "",
  "bill-cost": "",
  "bill-name": "default",
  chain: "Chain: 0701740605;Ext.204;",
  "from-type": "Line",
  "to-type": "Extension",
  "final-type": "Extension",
  "from-dispname": "Cilla Prov",
  "to-dispname": "Anna Prov",
  "final-dispname": "Anna Prov",
  "missed-queue-calls": "",
};

export const specimens: DriverSpecimens = {
  frames: [
    row(),
    row({ historyid: "288833", "from-dispname": '"Prov, Åsa"' }),
    row({
      historyid: "288834",
      "from-no": "Ext.204",
      "to-no": "+46701740633",
      "from-type": "Extension",
      "to-type": "Provider",
      "final-type": "Provider",
      chain: "Chain: Ext.204;+46701740633;",
    }),
    row({ historyid: "288835", "missed-queue-calls": "Ext.205;Ext.206" }),
  ].map((line) => Buffer.from(line)),
};
