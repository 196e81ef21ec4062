import type { DriverSpecimens } from "../testing/specimens.ts";

/** A row of FreePBX's table; what is not named is an answered call from outside to extension 204. */
export function row(cells: Partial<Record<keyof typeof COLUMNS, string>> = {}, count = 26): string {
  const values = Object.values({ ...COLUMNS, ...cells }).slice(0, count);
  return `(${values.map((value) => (value === "NULL" || /^\d{1,6}$/.test(value) ? value : `'${escaped(value)}'`)).join(",")})`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

const COLUMNS = {
  calldate: "2026-03-02 08:15:00",
  clid: '"Anna Prov" <0701740605>',
  src: "0701740605",
  dst: "204",
  dcontext: "from-did-direct",
  channel: "PJSIP/telia-0000001e",
  dstchannel: "PJSIP/204-0000001f",
  lastapp: "Dial",
  lastdata: "PJSIP/204/sip:204@192.0.2.7:5060,,HhTtr",
  duration: "73",
  billsec: "60",
  disposition: "ANSWERED",
  amaflags: "3",
  accountcode: "",
  uniqueid: "1772435700.12",
  userfield: "",
  did: "0846500442",
  recordingfile: "",
  cnum: "0701740605",
  cnam: "Anna Prov",
  outbound_cnum: "",
  outbound_cnam: "",
  dst_cnam: "Bo Prov",
  linkedid: "1772435700.12",
  peeraccount: "",
  sequence: "7",
};

export const specimens: DriverSpecimens = {
  before: [Buffer.from("INSERT INTO `cdr` VALUES\n")],
  frames: [
    `${row()},\n`,
    `${row({ clid: '"Åsa Öberg" <204>', src: "204", dst: "90701740633", cnum: "204", did: "NULL" })},\n`,
    `INSERT INTO cdr SET calldate='2026-03-02 08:15:00', clid='"Åsa" <0701740605>', src='0701740605', dst='204', billsec=60;\n`,
    `${row({ disposition: "NO ANSWER", billsec: "0", userfield: "it's (quoted), twice" })};\n`,
  ].map((text) => Buffer.from(text)),
};
