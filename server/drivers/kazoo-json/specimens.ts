import type { DriverSpecimens } from "../testing/specimens.ts";

/** What is not named is an answered call from outside that reached the switch by a carrier's line. */
export function destroyed(members: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    account_id: "91eb05e5c68d7ca05e7618b6821d2d16",
    authorizing_type: "resource",
    billing_seconds: 60,
    call_direction: "inbound",
    call_forwarded: false,
    call_id: "leg-a",
    callee_id_name: "Anna Prov",
    callee_id_number: "+46846500442",
    caller_id_name: "Cilla Prov",
    caller_id_number: "+46701740605",
    custom_channel_vars: {},
    duration_seconds: 66,
    from: "+46701740605@realm.demo.example",
    hangup_cause: "NORMAL_CLEARING",
    hangup_code: "sip:200",
    hook_event: "channel_destroy",
    inception: "+46701740605@realm.demo.example",
    is_internal_leg: false,
    local_resource_used: false,
    ringing_seconds: 6,
    // 2026-03-02 08:15:00 UTC.
    timestamp: "63939658500",
    request: "+46846500442@realm.demo.example",
    to: "+46846500442@realm.demo.example",
    ...members,
  });
}

export const specimens: DriverSpecimens = {
  frames: [
    destroyed(),
    destroyed({ call_id: "leg-c", other_leg_call_id: "leg-d", caller_id_name: 'Åsa "Å" Prov' }),
    destroyed({ call_id: "leg-e", billing_seconds: 0, hangup_cause: "USER_BUSY", caller_id_number: "+46701740633" }),
  ].map((object) => Buffer.from(`${object}\n`)),
};
