import type { DriverSpecimens } from "../testing/specimens.ts";

/** What is not named is an answered call from outside to the number of an application. */
export function call(members: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    account_sid: "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    answered_by: null,
    api_version: "2010-04-01",
    caller_name: null,
    date_created: "Mon, 02 Mar 2026 08:14:58 +0000",
    date_updated: "Mon, 02 Mar 2026 08:16:00 +0000",
    direction: "inbound",
    duration: "60",
    end_time: "Mon, 02 Mar 2026 08:16:00 +0000",
    forwarded_from: null,
    from: "+46701740605",
    from_formatted: members.from ?? "+46701740605",
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: "PNdeadbeefdeadbeefdeadbeefdeadbeef",
    price: "-0.0085",
    price_unit: "USD",
    queue_time: "0",
    sid: "CA0000000000000000000000000000000a",
    start_time: "Mon, 02 Mar 2026 08:15:00 +0000",
    status: "completed",
    subresource_uris: { recordings: "/2010-04-01/Accounts/ACaa/Calls/CA0a/Recordings.json" },
    to: "+46846500442",
    to_formatted: members.to ?? "+46846500442",
    trunk_sid: null,
    uri: "/2010-04-01/Accounts/ACaa/Calls/CA0a.json",
    ...members,
  });
}

export const specimens: DriverSpecimens = {
  frames: [
    call(),
    call({ sid: "CAb", direction: "outbound-dial", from: "client:anna.prov", to: "+46701740633", price: "-0.20" }),
    call({ sid: "CAc", caller_name: 'Åsa "Å" Prov', status: "busy", duration: "0" }),
    call({ sid: "CAd", from: "sip:bo.prov@demo.example", direction: "trunking-terminating", trunk_sid: "TKa" }),
  ].map((object) => Buffer.from(`${object}\n`)),
};
