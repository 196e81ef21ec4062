import type { DriverSpecimens } from "../testing/specimens.ts";

/** What is not named is an answered call that came in over one trunk and went out over another. */
export function session(fields: Partial<typeof FIELDS> = {}): string {
  const all = { ...FIELDS, ...fields };
  const media = "192.0.2.38;18044;192.0.2.28;10756;G.729b;240;460;6066;14060;0;0;0";
  return [
    `${all.sequence};V1.10;${all.type};WithMedia;${all.session};${all.cause};${all.start};${all.answer};${all.release}`,
    `${all.minutesWest};${all.causeText};${all.protocolCause};T`,
    `${all.fromTrunk};SIP;${all.fromSource};192.0.2.38;${all.fromDestination};192.0.2.28;f0faff54;${media}`,
    `${all.toTrunk};SIP;${all.toSource};192.0.2.28;${all.toDestination};192.0.2.38;e83af3d3;${media}`,
    `${all.route};${all.routingDigits};${all.seconds};2;${all.ring};60000;00000011 44934567 45231267 2300BCC0`,
    `${all.identity};`,
  ].join(";");
}

const FIELDS = {
  sequence: "002452502",
  type: "R",
  session: "181-1071459514@192.0.2.28",
  cause: "0001",
  start: "Mon Mar  2 08:15:00 2026",
  answer: "Mon Mar  2 08:15:06 2026",
  release: "Mon Mar  2 08:16:06 2026",
  minutesWest: "-60",
  causeText: "EndedByRemoteUser",
  protocolCause: "16",
  fromTrunk: "000200",
  fromSource: "0701740605",
  fromDestination: "0846500442",
  toTrunk: "000300",
  toSource: "0701740605",
  toDestination: "204",
  route: "F",
  routingDigits: "0846500442",
  seconds: "60",
  ring: "6",
  identity: "",
};

export const specimens: DriverSpecimens = {
  frames: [
    session(),
    session({ session: "182-1@192.0.2.28", fromSource: "0701740633", toSource: "+46701740633" }),
    session({ session: "183-1@192.0.2.28", seconds: "0", cause: "0002", identity: "0846500443" }),
  ].map((line) => Buffer.from(line)),
};
