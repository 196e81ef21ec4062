import type { DriverSpecimens } from "../testing/specimens.ts";

/** A line of the template "example": what is not named is an answered call from outside to extension 1001. */
export function line(cells: Partial<Record<keyof typeof COLUMNS, string>> = {}): string {
  return Object.values({ ...COLUMNS, ...cells })
    .map((value) => `"${value}"`)
    .join(",");
}

const COLUMNS = {
  caller_id_name: "Anna Prov",
  caller_id_number: "0701740605",
  destination_number: "1001",
  context: "public",
  start_stamp: "2026-03-02 08:15:00",
  answer_stamp: "2026-03-02 08:15:13",
  end_stamp: "2026-03-02 08:16:13",
  duration: "73",
  billsec: "60",
  hangup_cause: "NORMAL_CLEARING",
  uuid: "0c7a3c1e-aaaa-4bbb-8ccc-0000000000a1",
  bleg_uuid: "0c7a3c1e-aaaa-4bbb-8ccc-0000000000b1",
  accountcode: "",
  read_codec: "PCMA",
  write_codec: "PCMA",
};

export const specimens: DriverSpecimens = {
  frames: [
    line(),
    line({
      caller_id_name: "Åsa Öberg",
      caller_id_number: "1001",
      destination_number: "0701740633",
      context: "default",
    }),
    line({ answer_stamp: "", billsec: "0", hangup_cause: "NO_ANSWER", bleg_uuid: "", accountcode: "0701740650" }),
    '"","1001","0701740633","default",""Åsa Öberg" <1001>","sofia/internal/1001@192.0.2.7","sofia/gateway/telia/0701740633","bridge","sofia/gateway/telia/0701740633","2026-03-02 08:15:00","2026-03-02 08:15:13","2026-03-02 08:16:13","73","60","NORMAL_CLEARING","3","0c7a3c1e-aaaa-4bbb-8ccc-0000000000a3",""',
  ].map((text) => Buffer.from(text)),
};
