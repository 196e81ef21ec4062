import type { DriverSpecimens } from "../testing/specimens.ts";

const A = "361ab3a0-fb1f-11e4-a5cc-cb18ef41548e";
const B = "361e0b68-fb1f-11e4-a5ce-cb18ef41548e";

export type Fields = Readonly<Record<string, string>>;

/** The first leg of a call from outside to extension 1002, as mod_xml_cdr writes it. */
export function aLeg(variables: Fields = {}, profile: Fields = {}): string {
  const all = {
    direction: "inbound",
    uuid: A,
    call_uuid: A,
    channel_name: "sofia/external/provider@192.0.2.7",
    bridge_channel: "sofia/internal/1002@192.0.2.8:5060",
    bridge_uuid: B,
    hangup_cause: "NORMAL_CLEARING",
    start_stamp: "2026-03-02 08:15:00",
    answer_stamp: "2026-03-02 08:15:13",
    duration: "73",
    billsec: "60",
    ...variables,
  };
  return written(all, {
    caller_id_name: "Anna Prov",
    caller_id_number: "0701740605",
    callee_id_name: "",
    ani: "0701740605",
    destination_number: "1002",
    context: "public",
    ...profile,
  });
}

/** The leg to the telephone that took it. */
export function bLeg(variables: Fields = {}, profile: Fields = {}): string {
  const all = {
    direction: "outbound",
    uuid: B,
    call_uuid: A,
    channel_name: "sofia/internal/1002@192.0.2.8:5060",
    hangup_cause: "NORMAL_CLEARING",
    start_stamp: "2026-03-02 08:15:01",
    answer_stamp: "2026-03-02 08:15:13",
    duration: "72",
    billsec: "60",
    ...variables,
  };
  return written(all, {
    caller_id_number: "1002",
    ani: "0701740605",
    callee_id_name: "Bo Prov",
    destination_number: "1002",
    context: "default",
    ...profile,
  });
}

function written(variables: Fields, profile: Fields): string {
  return `<?xml version="1.0"?>
<cdr core-uuid="8e67d722" switchname="pbx">
  <channel_data>
    <state>CS_REPORTING</state>
  </channel_data>
  <variables>
${elements(variables)}
  </variables>
  <callflow dialplan="XML" profile_index="1">
    <caller_profile>
${elements(profile)}
    </caller_profile>
  </callflow>
</cdr>
`;
}

function elements(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `    <${name}>${value}</${name}>`)
    .join("\n");
}

export const specimens: DriverSpecimens = {
  frames: [
    aLeg(),
    bLeg(),
    aLeg({ bridge_uuid: "", billsec: "0", answer_stamp: "" }, { caller_id_name: "Åsa Öberg" }),
  ].map((text) => Buffer.from(text)),
};
