import type { DriverSpecimens } from "../testing/specimens.ts";

const A = "3da8bf84-c133-4959-9e24-e72875cb33a1";
const B = "f52c26f1-b018-4963-bf6d-a3111d1a0320";

export type Fields = Readonly<Record<string, string>>;

/** The first leg of a call from outside to extension 1002, as mod_json_cdr writes it. */
export function aLeg(variables: Fields = {}, profile: Fields = {}): string {
  const all = {
    direction: "inbound",
    uuid: A,
    call_uuid: A,
    channel_name: "sofia/external/0701740605@192.0.2.7",
    bridge_channel: "sofia/internal/1002@192.0.2.8:5060",
    bridge_uuid: B,
    hangup_cause: "NORMAL_CLEARING",
    start_stamp: "2026-03-02 08:15:00",
    answer_stamp: "2026-03-02 08:15:13",
    end_stamp: "2026-03-02 08:16:13",
    duration: "73",
    billsec: "60",
    ...variables,
  };
  return written(all, {
    caller_id_name: "Anna Prov",
    caller_id_number: "0701740605",
    ani: "0701740605",
    destination_number: "1002",
    context: "public",
    uuid: all.uuid,
    ...profile,
  });
}

/** The leg to the telephone that took it: what it shows as caller is the number it dialled. */
export function bLeg(variables: Fields = {}, profile: Fields = {}): string {
  const all = {
    direction: "outbound",
    uuid: B,
    call_uuid: A,
    channel_name: "sofia/internal/1002@192.0.2.8:5060",
    signal_bond: A,
    hangup_cause: "NORMAL_CLEARING",
    start_stamp: "2026-03-02 08:15:01",
    answer_stamp: "2026-03-02 08:15:13",
    end_stamp: "2026-03-02 08:16:13",
    duration: "72",
    billsec: "60",
    ...variables,
  };
  return written(all, {
    caller_id_name: "Anna Prov",
    caller_id_number: "1002",
    ani: "0701740605",
    callee_id_name: "Bo Prov",
    callee_id_number: "1002",
    destination_number: "1002",
    context: "default",
    uuid: all.uuid,
    ...profile,
  });
}

function written(variables: Fields, caller_profile: Fields): string {
  const callflow = [{ dialplan: "XML", profile_index: "1", caller_profile }];
  return JSON.stringify({ "core-uuid": "eb8bcdd2", channel_data: { state: "CS_REPORTING" }, variables, callflow });
}

export const specimens: DriverSpecimens = {
  frames: [
    aLeg(),
    bLeg(),
    aLeg({ uuid: B, call_uuid: B, bridge_uuid: "", billsec: "0", answer_stamp: "" }, { caller_id_name: "Åsa Öberg" }),
  ].map((text) => Buffer.from(`${text}\n`)),
};
