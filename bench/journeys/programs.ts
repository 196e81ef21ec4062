import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import type { Place } from "./journey.ts";

const READY_MS = 20_000;
const STOP_MS = 5_000;

/** The programs that are not there; "" when all are. Servers stand where only root's path leads. */
export function missing(programs: readonly string[]): string {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  const lacks = (program: string) =>
    spawnSync("sh", ["-c", `command -v ${program}`], { env: { ...process.env, PATH: path } }).status !== 0;
  return programs.filter(lacks).join(", ");
}

/** Runs to its end; throws with what it said when it fails or takes too long. */
export async function run(program: string, args: readonly string[], input = ""): Promise<string> {
  const running = promisify(execFile)(program, [...args], { timeout: 20_000 });
  // What reads nothing may have ended by now.
  running.child.stdin?.on("error", () => undefined).end(input);
  const { stdout } = await running;
  return stdout;
}

/** A server that listens at the port, or at whatever `ready` asks, until the journey ends. */
export async function serve(
  place: Place,
  program: string,
  args: readonly string[],
  ready: () => Promise<boolean>,
): Promise<ChildProcess> {
  const child = spawn(program, [...args], { stdio: "ignore" });
  place.atEnd(() => stop(child));
  for (const until = Date.now() + READY_MS; Date.now() < until; await wait(100)) {
    if (child.exitCode !== null) break;
    if (await ready()) return child;
  }
  throw new Error(`${program} does not run (${child.exitCode ?? "it does not answer"})`);
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await Promise.race([ended, wait(STOP_MS, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}

export function answersAt(port: number): () => Promise<boolean> {
  return () =>
    new Promise((resolve) => {
      const socket = connect({ host: "127.0.0.1", port }, () => resolve(socket.destroy() !== null));
      socket.once("error", () => resolve(false));
    });
}
