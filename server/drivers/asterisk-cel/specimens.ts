import type { DriverSpecimens } from "../testing/specimens.ts";

/** A line of cel_custom; what is not named is of the channel that began a call from outside to extension 204. */
export function event(eventtype: string, cells: Partial<Record<keyof typeof COLUMNS, string>> = {}): string {
  return Object.values({ ...COLUMNS, eventtype, ...cells })
    .map((value) => `"${value.replaceAll('"', '""')}"`)
    .join(",");
}

const COLUMNS = {
  eventtype: "",
  eventtime: "2026-03-02 08:15:00",
  cid_name: "Anna Prov",
  cid_num: "0701740605",
  cid_ani: "",
  cid_rdnis: "",
  cid_dnid: "",
  exten: "204",
  context: "from-trunk",
  channame: "PJSIP/telia-0000001e",
  appname: "",
  appdata: "",
  amaflags: "3",
  accountcode: "",
  uniqueid: "1772435700.12",
  linkedid: "1772435700.12",
  peer: "",
  userfield: "",
  userdeftype: "",
  eventextra: "",
};

/** The telephone that is called. */
export const TELEPHONE = {
  cid_name: "Åsa Öberg",
  cid_num: "204",
  exten: "s",
  context: "from-internal",
  channame: "PJSIP/204-0000001f",
  uniqueid: "1772435700.13",
} as const;

export const HANGUP = '{"hangupcause":16,"hangupsource":"","dialstatus":"ANSWER"}';

export const specimens: DriverSpecimens = {
  frames: [
    event("CHAN_START"),
    event("APP_START", { appname: "Dial", appdata: "PJSIP/204,30,Tt" }),
    event("CHAN_START", TELEPHONE),
    event("ANSWER", { eventtime: "1772435713.250000" }),
    event("HANGUP", { eventtime: "1772435773.900000", exten: "h", eventextra: HANGUP }),
    event("LINKEDID_END", { eventtime: "1772435773.900000", exten: "h" }),
    '"EV_HANGUP","2007-05-09 12:46:29","fxs.52","152","152","","","h","extension","Zap/52-1","","","DOCUMENTATION","","1178736376.3" ,"","" ;;; 152 hangs up',
  ].map((line) => Buffer.from(line)),
  headers: [
    Buffer.from(
      "eventtype | eventtime | cid_name | cid_num | exten | context | channame | uniqueid | linkedid | extra",
    ),
  ],
};
