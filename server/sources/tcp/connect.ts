import { secure } from "../http/secure.ts";
import { reach } from "../machine/reach.ts";
import { conversationNamed } from "../conversation/catalogue.ts";
import { type SourceProblem, SourceTrouble } from "../problem.ts";
import type { Source } from "../source.ts";
import type { OpenOptions, TestOptions } from "../transport.ts";
import { type Line, Lines } from "./lines.ts";
import type { TcpSettings } from "./settings.ts";

const KEEP_ALIVE_MS = 60_000;
/** Between connections that end soon after they were made: doubled each time. */
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const STABLE_MS = 60_000;
/** A password that is refused is not tried again and again: systems lock out who does. */
const REFUSED_PAUSE_MS = 300_000;

/** We keep a connection to the PBX. */
export function connectSource({ settings, credentials, framing, machine, sink }: OpenOptions<TcpSettings>): Source {
  const conversation = conversationNamed(settings.conversation);
  const ending = new AbortController();
  const lines = new Lines({
    sink,
    framing,
    conversation,
    values: valuesOf(settings, credentials),
    idleMs: settings.idleHours * 3_600_000,
    closeEndsRecord: settings.closeEndsRecord,
  });
  let line: Line | null = null;
  let why: SourceProblem | null = null;
  let nextAt = 0;
  let short = 0;
  const wait = (problem: SourceProblem | null, startedAt: number) => {
    short = performance.now() - startedAt > STABLE_MS ? 0 : short + 1;
    why = problem ?? "unreachable";
    const pause = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** Math.min(short, 10));
    nextAt = performance.now() + (problem === "wrong-credentials" ? REFUSED_PAUSE_MS : pause);
  };
  const connect = async () => {
    const startedAt = performance.now();
    try {
      const opened = await lines.start(await open({ settings, machine, signal: ending.signal }));
      line = opened;
      why = null;
      void opened.over.then((problem) => {
        line = null;
        wait(problem, startedAt);
      });
    } catch (error) {
      wait(error instanceof SourceTrouble ? error.problem : "read-failed", startedAt);
      throw error;
    }
  };
  return {
    async poll() {
      const { settled } = await lines.round();
      if (line === null && performance.now() >= nextAt) await connect();
      return { more: false, settled: settled && line !== null, problem: why ?? lines.tally.problem() };
    },
    live: () => ({ ...lines.live(), state: line === null ? (why ?? "connecting") : "connected" }),
    async close() {
      ending.abort();
      await lines.close();
    },
  };
}

/** The connection, with the certificate that was accepted. Nothing is sent before it was looked at. */
export async function open({
  settings,
  machine,
  signal,
}: Pick<TestOptions<TcpSettings>, "settings" | "machine" | "signal">) {
  const host = settings.host ?? "";
  const socket = await reach(machine, { host, port: settings.port }, { signal });
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  // Until somebody reads: a connection that breaks meanwhile must not end the process.
  socket.on("error", () => undefined);
  return settings.tls ? await secure(socket, host, { by: "pin", pin: settings.pin ?? null }) : socket;
}

export function valuesOf({ user, station }: TcpSettings, credentials: Readonly<Record<string, string>>) {
  const password = credentials["password"];
  return { user, station, ...(password === undefined ? {} : { password }) };
}
