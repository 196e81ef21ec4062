import { mayListen } from "../machine/may-listen.ts";
import { SourceTrouble } from "../problem.ts";
import type { PollResult, Source } from "../source.ts";
import type { JoinedPort } from "../stream/ports.ts";
import type { OpenOptions } from "../transport.ts";
import { listenRadius } from "./listen.ts";
import { createMember } from "./member.ts";
import type { RadiusSettings } from "./settings.ts";

type Options = Pick<
  OpenOptions<RadiusSettings>,
  "settings" | "credentials" | "framing" | "sink" | "machine" | "ports"
> & { readonly now?: () => Date };

/** COL-10. A request is answered once it is on disk: a device that gets no answer keeps it and sends it again. */
export function createRadiusSource(options: Options): Source {
  const { settings, credentials, framing, sink, machine, ports, now = () => new Date() } = options;
  const secret = credentials["secret"] ?? "";
  const member = createMember(settings, secret, framing, sink, now);
  let joined: JoinedPort | null = null;
  const leave = async () => {
    const left = joined;
    joined = null;
    member.at = null;
    await left?.leave();
  };
  return {
    async poll(): Promise<PollResult> {
      // An empty secret would let anybody in.
      if (secret === "") throw new SourceTrouble("no-credentials");
      const { address, port } = settings;
      try {
        await mayListen(machine, address, port);
      } catch (error) {
        await leave();
        throw error;
      }
      joined ??= await ports.join(`radius udp ${address} ${port}`, member, listenRadius(address, port));
      member.tally.tell();
      return { more: false, settled: member.counts().waiting === 0, problem: member.tally.problem() };
    },
    live() {
      const { requests, answers, waiting, switched } = member.counts();
      return {
        port: member.at?.port ?? null,
        receiveBufferBytes: member.at?.bufferBytes ?? null,
        requests,
        answers,
        waitingMessages: waiting,
        devicesSwitched: switched,
        repeats: member.tally.total("repeat"),
        lost: member.tally.total("lost"),
        strangers: member.tally.total("stranger"),
        refused: member.tally.total("refused"),
      };
    },
    async close() {
      // What is being written is answered while the port is still open.
      await member.rest();
      await leave();
      member.tally.tell();
    },
  };
}
