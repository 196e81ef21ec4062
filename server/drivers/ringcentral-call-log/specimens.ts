import type { DriverSpecimens } from "../testing/specimens.ts";

/** What is not named is an answered call from outside to a number of the company. */
export function logged(members: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    uri: "https://platform.ringcentral.com/restapi/v1.0/account/1/call-log/Aa?view=Simple",
    id: "Aa",
    sessionId: "13916417004",
    startTime: "2026-03-02T08:15:00.000Z",
    duration: 60,
    type: "Voice",
    direction: "Inbound",
    action: "Phone Call",
    result: "Accepted",
    to: { phoneNumber: "+46846500442", extensionNumber: "204", name: "Anna Prov" },
    from: { phoneNumber: "+46701740605", name: "Cilla Prov", location: "Stockholm" },
    ...members,
  });
}

export const LEGS = [
  {
    startTime: "2026-03-02T08:15:00.000Z",
    duration: 60,
    type: "Voice",
    direction: "Inbound",
    action: "Phone Call",
    result: "Accepted",
    to: { phoneNumber: "+46846500442" },
    from: { phoneNumber: "+46701740605", name: "Cilla Prov" },
    legType: "Accept",
    master: true,
  },
  {
    startTime: "2026-03-02T08:15:05.000Z",
    duration: 50,
    direction: "Outbound",
    action: "FindMe",
    result: "Call connected",
    extension: { id: 7 },
    from: { phoneNumber: "+46701740605" },
    to: { phoneNumber: "+46701740650", extensionNumber: "205", name: "Bo Prov" },
    legType: "FindMe",
  },
];

export const specimens: DriverSpecimens = {
  frames: [
    logged(),
    logged({ id: "Ab", from: { phoneNumber: "+46701740633", name: 'Åsa "Å" Öberg' } }),
    logged({ id: "Ac", direction: "Outbound", result: "Busy", duration: 0 }),
    logged({ id: "Ad", legs: LEGS }),
  ].map((object) => Buffer.from(`${object}\n`)),
};
