import { mayListen } from "../machine/may-listen.ts";
import type { PollResult, Source } from "../source.ts";
import type { JoinedPort } from "../stream/ports.ts";
import type { OpenOptions } from "../transport.ts";
import { listenTcp } from "./listen-tcp.ts";
import { listenUdp } from "./listen-udp.ts";
import { createMember } from "./member.ts";
import type { SyslogSettings } from "./settings.ts";

/** What was taken is on disk after so many milliseconds at most, also while rounds are rare. */
const LONGEST_WAIT_MS = 1_000;

type Options = Pick<OpenOptions<SyslogSettings>, "settings" | "framing" | "sink" | "machine" | "ports">;

/** COL-09. Messages are taken as they come and written together; nobody awaits an answer, so that a crash costs what waits. */
export function createSyslogSource({ settings, framing, sink, machine, ports }: Options): Source {
  let joined: JoinedPort | null = null;
  let closed = false;
  // What it fails by is told by the next round, which tries again.
  const write = () => void member.inflow.flush().catch(() => undefined);
  const member = createMember(settings, framing, sink, write);
  const writing = setInterval(write, LONGEST_WAIT_MS).unref();
  const leave = async () => {
    const left = joined;
    joined = null;
    member.at = null;
    await left?.leave();
  };
  return {
    async poll(): Promise<PollResult> {
      try {
        await mayListen(machine, settings.address, settings.port);
      } catch (error) {
        await leave();
        throw error;
      }
      joined ??= await ports.join(keyOf(settings), member, opener(settings, machine));
      await member.inflow.flush();
      member.tally.tell();
      return { more: false, settled: member.inflow.messages() === 0, problem: member.tally.problem() };
    },
    live: () => ({
      port: member.at?.port ?? null,
      receiveBufferBytes: member.at?.bufferBytes ?? null,
      connections: member.at?.connections() ?? 0,
      messages: member.taken(),
      waitingMessages: member.inflow.messages(),
      lost: member.tally.total("lost"),
      strangers: member.tally.total("stranger"),
      refused: member.tally.total("refused"),
      brokenOff: member.tally.total("cut"),
    }),
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(writing);
      await leave();
      await member.inflow.flush().catch(() => undefined);
      // Nobody can send it again: it is counted, whatever ended the source.
      const left = member.inflow.messages();
      if (left > 0) member.tally.count("lost", null, left);
      member.tally.tell();
    },
  };
}

function keyOf({ protocol, address, port }: SyslogSettings): string {
  return `syslog ${protocol} ${address} ${port}`;
}

function opener({ protocol, address, port }: SyslogSettings, machine: Options["machine"]) {
  if (protocol === "udp") return listenUdp(address, port);
  return listenTcp(address, port, protocol === "tls" ? async () => (await machine.certificate?.()) ?? null : null);
}
