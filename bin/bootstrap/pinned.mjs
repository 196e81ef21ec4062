// Runs on any Node from 20: it starts the pinned one.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SAFE_FLAGS, THREADS } from "./flags.mjs";
import { fail, ROOT } from "./install.mjs";

const PINNED_MAJOR = 24;

// What Node makes of our TypeScript is kept beside the packages: a start then needs a third of the time for loading.
const NODE_COMPILE_CACHE = join(ROOT, "node_modules", ".cache", "gallra-compiled");

/** The Node of the lockfile; where it has none for this platform, the one that runs now, if it is new enough. */
export function pinnedNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const file = join(
    ROOT,
    "node_modules",
    `node-${platform}-${process.arch}`,
    "bin",
    platform === "win" ? "node.exe" : "node",
  );
  if (existsSync(file)) return file;
  if (Number(process.versions.node.split(".")[0]) >= PINNED_MAJOR) return process.execPath;
  fail(
    `There is no pinned Node for ${process.platform} ${process.arch}: run this with Node ${PINNED_MAJOR} or newer, or run npm install again without omitting optional packages.`,
  );
}

/**
 * Runs a TypeScript file on the pinned Node and ends with its exit code. The child ends when this process does, however
 * that happens, since it watches the channel between them. Where a shell is at hand, core dumps are off.
 */
export function runPinned(file, args, { env, flags = SAFE_FLAGS, channel = false }) {
  const command = [pinnedNode(), ...flags, file, ...args];
  const posix = process.platform !== "win32";
  const [program, ...rest] = posix ? ["/bin/sh", "-c", 'ulimit -c 0; exec "$@"', "sh", ...command] : command;
  const child = spawn(program, rest, {
    stdio: ["inherit", "inherit", "inherit", ...(channel ? ["ipc"] : [])],
    env: { ...env, ...THREADS, NODE_COMPILE_CACHE },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", () => fail("The pinned Node could not be started. Run npm install again."));
  child.on("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 128));
}

const PASSED_ON =
  /^(GALLRA_\w+|DATABASE_URL|DATABASE_URL_FILE|KEYRING_URL|KEYRING_URL_FILE|PATH|HOME|LANG|LC_ALL|TZ|TMPDIR|TERM|NO_COLOR|SystemRoot|TEMP|TMP)$/;

/** What our processes are given of the environment; NODE_OPTIONS, for one, could open an inspector. */
export function safeEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));
}
