import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { keepOutput } from "./child-log.ts";
import { MEMORY_FLAGS, SAFE_FLAGS, THREADS } from "#bin/bootstrap/flags.mjs";
import type { Env } from "#server/env.ts";
import type { Log } from "#server/log.ts";

export interface ChildSpec {
  readonly name: string;
  readonly file: string;
  /** How far its metrics port lies above the supervisor's; absent, it has none. */
  readonly metrics?: number;
}

export interface SupervisedChild {
  /** Settles when the child says `{ready: true}`, with what else it said; rejects when its first life ends before. */
  readonly ready: Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

const LIFELINE = resolve(import.meta.dirname, "..", "lifeline.ts");
const FIRST_DELAY_MS = 500;
/** From the fourth end in a row on, whoever sits at the terminal should know. */
const TROUBLE_MS = 4_000;
const LONGEST_DELAY_MS = 30_000;
const SETTLED_MS = 60_000;
const STOP_MS = 10_000;

/** Runs a child and starts it again when it ends, after a delay that doubles up to half a minute while it keeps ending. */
export function supervise(
  root: string,
  spec: ChildSpec,
  env: Env,
  log: Log,
  tell: (text: string) => void = () => undefined,
): SupervisedChild {
  let child: ChildProcess | null = null;
  let delay = FIRST_DELAY_MS;
  let timer: NodeJS.Timeout | null = null;
  let stopping = false;
  const ready = Promise.withResolvers<Record<string, unknown>>();
  ready.promise.catch(() => undefined);

  const start = () => {
    const startedAt = Date.now();
    const running = launch(root, spec, env);
    child = running;
    running.on("message", (message: Record<string, unknown>) => {
      if (message["ready"] === true) ready.resolve(message);
    });
    running.once("exit", (code, signal) => {
      child = null;
      if (stopping) return;
      ready.reject(new Error(`${spec.name} ended before it was ready`));
      if (Date.now() - startedAt > SETTLED_MS) delay = FIRST_DELAY_MS;
      log.warn("child-ended", { child: spec.name, code, signal, restartMs: delay });
      if (delay === TROUBLE_MS)
        tell(
          `The ${spec.name} keeps ending; the reason stands at the end of the newest logs/${spec.name}-….log. It is started again.`,
        );
      timer = setTimeout(start, delay);
      delay = Math.min(delay * 2, LONGEST_DELAY_MS);
    });
  };
  start();
  return {
    ready: ready.promise,
    async stop() {
      stopping = true;
      if (timer !== null) clearTimeout(timer);
      if (child !== null) await end(child);
    },
  };
}

/** In a session of its own, so that Ctrl-C reaches the supervisor alone and the children stop in order. */
function launch(root: string, spec: ChildSpec, env: Env): ChildProcess {
  const flags = [...SAFE_FLAGS, ...(MEMORY_FLAGS[spec.name] ?? [])];
  const child = spawn(process.execPath, [...flags, "--import", LIFELINE, join(root, spec.file)], {
    cwd: root,
    env: childEnvironment(env, spec),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  if (child.stdout !== null) keepOutput(env.home, spec.name, child.stdout);
  if (child.stderr !== null) keepOutput(env.home, spec.name, child.stderr);
  child.on("error", () => undefined);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(late);
}

/** Children reach the clusters through files of the home: no URL and no other secret stands in their environment. */
function childEnvironment(env: Env, spec: ChildSpec): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) =>
    /^(GALLRA_(?!METRICS_PORT$)\w+|NODE_COMPILE_CACHE|PATH|HOME|LANG|TZ|TMPDIR)$/.test(name),
  );
  const port = env.metricsPort === undefined || spec.metrics === undefined ? null : env.metricsPort + spec.metrics;
  return {
    ...Object.fromEntries(passed),
    ...THREADS,
    ...(port === null ? {} : { GALLRA_METRICS_PORT: String(port) }),
    GALLRA_HOME: env.home,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
