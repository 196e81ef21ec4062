import { unmapped } from "../machine/networks.ts";
import type { OpenPort } from "../stream/ports.ts";
import { openUdp } from "../udp/open-udp.ts";
import type { Member } from "./member.ts";
import { answerTo, CODES, isAuthentic, type Packet, readPacket } from "./packet.ts";

const LOOK_MS = 1_000;

/**
 * RFC 2866. Whoever does not know the secret gets no answer: neither a yes nor a no. A packet that is none is counted at everybody
 * who shares the port, since nobody can tell whose it was.
 */
export function listenRadius(address: string, port: number): OpenPort<Member> {
  return async (members) => {
    const udp = await openUdp(address, port, (datagram, { address: sender, port: senderPort }) => {
      const from = unmapped(sender);
      const packet = readPacket(datagram);
      const member = packet === null ? null : memberOf(members, from, packet);
      if (packet === null) for (const one of members) one.tally.count("refused");
      if (packet === null || member === null) return;
      const answer = () => udp.send(answerTo(packet, member.secret), { address: sender, port: senderPort });
      // Whether we live (RFC 5997): nothing is stored, whoever asks knows the secret.
      if (packet.code === CODES.statusServer) answer();
      else member.take(packet, from, answer);
    });
    const look = async () => {
      const drops = (await udp.newDrops()) ?? 0;
      for (const member of members) {
        member.at ??= { port: udp.port, bufferBytes: udp.bufferBytes };
        if (drops > 0) member.tally.count("lost", "messages-lost", drops);
      }
    };
    await look();
    const looking = setInterval(() => void look(), LOOK_MS);
    return {
      async close() {
        clearInterval(looking);
        await udp.close();
      },
    };
  };
}

/** The one source that awaits this device and whose secret fits. Two of them, and neither gets it. */
function memberOf(members: ReadonlySet<Member>, from: string, packet: Packet): Member | null {
  const awaiting = [...members].filter((member) => member.awaits(from, packet));
  if (awaiting.length === 0) {
    for (const one of members) one.tally.count("stranger", "sender-unknown");
    return null;
  }
  if (packet.code !== CODES.accountingRequest && packet.code !== CODES.statusServer) {
    for (const one of awaiting) one.tally.count("refused");
    return null;
  }
  const [found, ...others] = awaiting.filter((member) => isAuthentic(packet, member.secret));
  if (found === undefined) for (const one of awaiting) one.tally.count("refused", "secret-wrong");
  if (found === undefined || others.length === 0) return found ?? null;
  for (const one of [found, ...others]) one.tally.count("refused", "sender-disputed");
  return null;
}
