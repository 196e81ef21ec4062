import { setTimeout as wait } from "node:timers/promises";
import type { Frame } from "../../drivers/framing.ts";
import { mayListen } from "../machine/may-listen.ts";
import { SourceTrouble } from "../problem.ts";
import { createPorts } from "../stream/ports.ts";
import type { TestOptions, Transport, Tried } from "../transport.ts";
import { detailOf } from "./detail.ts";
import { listenRadius } from "./listen.ts";
import { createMember } from "./member.ts";
import { createRadiusSource } from "./radius.ts";
import { type RadiusSettings, radiusSettings } from "./settings.ts";

/** COL-10: RADIUS accounting (RFC 2866). */
export const radius: Transport<RadiusSettings> = {
  id: "radius",
  begins: "listen",
  fields: [
    { name: "address", kind: "text", default: "0.0.0.0" },
    { name: "port", kind: "number", default: 1_813 },
    { name: "senders", kind: "text", required: true },
    { name: "devices", kind: "text", default: "" },
    { name: "secret", kind: "secret", required: true },
  ],
  settings: radiusSettings,
  // A device without an answer asks again for seconds or minutes only, and then forgets.
  label: () => ({ encrypted: false, authenticated: true, mayLose: true }),
  open: (options) => createRadiusSource(options),
  test: (options) => tryRadius(options),
};

const LISTEN_MS = 10_000;
const ENOUGH = 20;

/** Opens the port for ten seconds and shows what comes from whoever knows the secret. Nothing is answered, so that devices keep it. */
export async function tryRadius(options: TestOptions<RadiusSettings>, listenMs = LISTEN_MS): Promise<Tried> {
  const { settings, credentials, framing, machine, signal } = options;
  const { address, port } = settings;
  const secret = credentials["secret"] ?? "";
  if (secret === "") throw new SourceTrouble("no-credentials");
  await mayListen(machine, address, port);
  const frames: Frame[] = [];
  const sink = { deliver: async () => undefined, note: () => undefined };
  const member = createMember(settings, secret, framing, sink, () => new Date());
  let bytes = 0;
  const looking = {
    ...member,
    take: (packet: Parameters<typeof member.take>[0]) => {
      const frame = detailOf(packet, new Date());
      bytes += frame.byteLength;
      if (frames.length < ENOUGH)
        frames.push({ bytes: frame, start: 0, end: frame.byteLength, line: frames.length + 1 });
    },
  };
  const joined = await createPorts().join("test", looking, listenRadius(address, port));
  try {
    const until = performance.now() + listenMs;
    while (performance.now() < until && frames.length < ENOUGH && !signal.aborted)
      await wait(Math.min(200, listenMs), undefined, { signal }).catch(() => undefined);
  } finally {
    await joined.leave();
  }
  const problem = frames.length === 0 ? member.tally.problem() : null;
  if (problem === "secret-wrong") throw new SourceTrouble(problem);
  return { files: 0, bytes, newestAt: null, unreadable: 0, frames };
}
