import { setTimeout as wait } from "node:timers/promises";
import type { Frame } from "../../drivers/framing.ts";
import { mayListen } from "../machine/may-listen.ts";
import { SourceTrouble } from "../problem.ts";
import type { Sink } from "../source.ts";
import { createPorts } from "../stream/ports.ts";
import type { TestOptions, Tried } from "../transport.ts";
import { listenTcp } from "./listen-tcp.ts";
import { listenUdp } from "./listen-udp.ts";
import { createMember } from "./member.ts";
import type { SyslogSettings } from "./settings.ts";

const LISTEN_MS = 10_000;
const ENOUGH = 20;

/**
 * Opens the port for ten seconds. Over UDP what comes is shown: nobody would have kept it. Over TCP nobody is let in, since a
 * sender believes that what it has written was taken.
 */
export async function trySyslog(options: TestOptions<SyslogSettings>, listenMs = LISTEN_MS): Promise<Tried> {
  const { settings, framing, machine, signal } = options;
  await mayListen(machine, settings.address, settings.port);
  const frames: Frame[] = [];
  const sink: Sink = {
    async deliver(part) {
      for (const { bytes, start, end } of part.frames)
        if (frames.length < ENOUGH) frames.push({ bytes: Buffer.from(bytes), start, end, line: frames.length + 1 });
    },
    note: () => undefined,
  };
  const member = createMember(settings, framing, sink, () => undefined);
  const { protocol, address, port } = settings;
  const isUdp = protocol === "udp";
  const certificate = protocol === "tls" ? async () => (await machine.certificate?.()) ?? null : null;
  const open = isUdp ? listenUdp(address, port) : listenTcp(address, port, certificate, "nobody");
  const joined = await createPorts().join("test", member, open);
  try {
    const until = performance.now() + (isUdp ? listenMs : 0);
    while (performance.now() < until && frames.length < ENOUGH && !signal.aborted) {
      await wait(Math.min(200, listenMs), undefined, { signal }).catch(() => undefined);
      await member.inflow.flush();
    }
  } finally {
    await joined.leave();
  }
  if (signal.aborted && frames.length === 0) throw new SourceTrouble("timed-out");
  const bytes = frames.reduce((sum, frame) => sum + frame.bytes.byteLength, 0);
  return { files: 0, bytes, newestAt: null, unreadable: 0, frames };
}
