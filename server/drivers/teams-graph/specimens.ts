import type { DriverSpecimens } from "../testing/specimens.ts";

/** A row of Direct Routing: what is not named is an answered call from outside. */
export function routed(members: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id: "9e8bba57-dc14-533a-a7dd-f0da6575eed1",
    correlationId: "c98e1515-a937-4b81-b8a8-3992afde64e0",
    userId: "db03c14b-06eb-4189-939b-7cbf3a20ba27",
    userPrincipalName: "anna.prov@demo.example",
    userDisplayName: "Anna Prov",
    startDateTime: "2026-03-02T08:15:06Z",
    inviteDateTime: "2026-03-02T08:15:00Z",
    failureDateTime: "0001-01-01T00:00:00Z",
    endDateTime: "2026-03-02T08:16:06Z",
    duration: 60,
    callType: "ByotIn",
    successfulCall: true,
    callerNumber: "+46701740605",
    calleeNumber: "+46846500442",
    mediaPathLocation: "USWE",
    signalingLocation: "EUNO",
    finalSipCode: 0,
    callEndSubReason: 540000,
    finalSipCodePhrase: "BYE",
    trunkFullyQualifiedDomainName: "sbc.demo.example",
    mediaBypassEnabled: false,
    ...members,
  });
}

/** A row of a calling plan. */
export function planned(members: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id: "9c4984c7-6c3c-427d-a30c-bd0b2eacee90",
    callId: "1835317186_112562680@198.51.100.7",
    userId: "db03c14b-06eb-4189-939b-7cbf3a20ba27",
    userPrincipalName: "asa.oberg@demo.example",
    userDisplayName: "Åsa Öberg",
    startDateTime: "2026-03-02T08:15:00Z",
    endDateTime: "2026-03-02T08:16:00Z",
    duration: 60,
    charge: 0.0,
    callType: "user_out",
    currency: "SEK",
    calleeNumber: "+46701740633",
    usageCountryCode: "SE",
    tenantCountryCode: "SE",
    connectionCharge: 0.0,
    callerNumber: "+46846500442",
    destinationContext: null,
    destinationName: "Sweden",
    conferenceId: null,
    licenseCapability: "MCOPSTN2",
    inventoryType: "Subscriber",
    operator: "Microsoft",
    callDurationSource: "microsoft",
    ...members,
  });
}

export const specimens: DriverSpecimens = {
  frames: [
    routed(),
    planned(),
    planned({ id: "a2", userDisplayName: 'Anna "Ann" Prov', charge: 1.25 }),
    routed({ id: "a3", successfulCall: false, duration: 0, finalSipCode: 486 }),
  ].map((object) => Buffer.from(`${object}\n`)),
};
