import type { OpenPort } from "../stream/ports.ts";
import { openUdp } from "../udp/open-udp.ts";
import { unmapped } from "../machine/networks.ts";
import { dispatch } from "./dispatch.ts";
import type { Member } from "./member.ts";

const LOOK_MS = 1_000;

/** RFC 5426: a packet, a message. Every packet is handled at once; what the kernel had to drop is counted for whoever shares the port. */
export function listenUdp(address: string, port: number): OpenPort<Member> {
  return async (members) => {
    const udp = await openUdp(address, port, (packet, from) => {
      const end = messageEnd(packet);
      if (end === 0) return;
      const sender = unmapped(from.address);
      dispatch(members, { address: sender, certificate: "", sender }, packet.subarray(0, end));
    });
    const look = async () => {
      const drops = (await udp.newDrops()) ?? 0;
      for (const member of members) {
        member.at ??= { port: udp.port, bufferBytes: udp.bufferBytes, connections: () => 0 };
        if (drops > 0) member.tally.count("lost", "messages-lost", drops);
      }
    };
    await look();
    const looking = setInterval(() => void look(), LOOK_MS);
    return {
      async close() {
        clearInterval(looking);
        // What was dropped since the last look is told as well.
        await look();
        await udp.close();
      },
    };
  };
}

/** Some devices end a packet with a line feed or a NUL, which are no part of the message. */
function messageEnd(packet: Buffer): number {
  let end = packet.length;
  while (end > 0 && (packet[end - 1] === 0x0a || packet[end - 1] === 0x0d || packet[end - 1] === 0)) end--;
  return end;
}
