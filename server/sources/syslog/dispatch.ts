import { readHeader, type SyslogHeader } from "./header.ts";
import type { Member } from "./member.ts";

/** Where a message came from. */
export interface From {
  readonly address: string;
  /** Fingerprint of the client's certificate; "" for none. */
  readonly certificate: string;
  /** What its delivery is: an address, or a connection. */
  readonly sender: string;
}

/**
 * Gives a message to the source that claims it. What nobody claims is counted and forgotten; what two claim goes to neither, since
 * sources of several companies may share a port, and none may read along by naming another one's device.
 */
export function dispatch(members: ReadonlySet<Member>, from: From, message: Buffer, cut?: "cut"): Member | null {
  let read: SyslogHeader | null = null;
  const header = () => (read ??= readHeader(message));
  const awaiting = awaitedBy(members, from.address, from.certificate);
  const claiming = awaiting.filter((one) => !one.asksForHost || one.awaitsHost(header().host));
  const [found, ...others] = claiming;
  if (found === undefined) {
    countStranger(awaiting.length > 0 ? awaiting : members);
    return null;
  }
  if (others.length > 0) {
    for (const one of claiming) one.tally.count("refused", "sender-disputed");
    return null;
  }
  // A relay's messages of several devices are several deliveries: what a driver learns of one is not true of another.
  const sender = found.asksForHost ? `${from.sender} ${header().host ?? ""}` : from.sender;
  if (cut !== undefined) found.tally.count("cut");
  if (!found.take(sender, message, header, cut)) found.tally.count("lost", "messages-lost");
  return found;
}

export function awaitedBy(members: ReadonlySet<Member>, address: string, certificate: string): Member[] {
  const awaiting: Member[] = [];
  for (const member of members) if (member.awaits(address, certificate)) awaiting.push(member);
  return awaiting;
}

export function countStranger(members: Iterable<Member>): void {
  for (const member of members) member.tally.count("stranger", "sender-unknown");
}
