// Runs on any Node from 20 and without any package: it is what installs them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { oneAtATime } from "./one-at-a-time.mjs";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const INSTALLING = join(ROOT, "node_modules", ".gallra-installing");

/** Installs the packages of the lockfile where they are missing or others. Messages go to stderr; ends the process on failure. */
export function ensureInstalled() {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < 20) fail(`Gallra needs Node 20 or newer to start; this is ${process.version}.`);
  if (isInstalled() && !existsSync(INSTALLING)) return;
  const waiting = () => process.stderr.write("Another command is installing the packages; waiting for it ...\n");
  oneAtATime(INSTALLING, { waiting, work: () => (isInstalled() ? undefined : install()) });
}

function install() {
  process.stderr.write("Installing packages (once; a minute or a few) ...\n");
  const npm = npmCommand();
  // Not `npm ci`: it refuses a lockfile made where the registry serves no packages for other platforms. `--no-save` keeps
  // the lockfile as it is, and its versions and integrity hold all the same.
  const done = spawnSync(
    npm.program,
    [...npm.args, "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: ROOT,
      stdio: ["ignore", 2, 2],
      shell: npm.shell,
    },
  );
  if (done.status !== 0 || !isInstalled()) {
    fail(
      "The packages could not be installed. Check that this machine reaches the npm registry (or set its proxy), that the disk is not full and this folder can be written, then start again.",
    );
  }
}

/** Whether node_modules holds what package-lock.json names. Files' times say nothing after a clone or a pull. */
function isInstalled() {
  const wanted = packagesOf(join(ROOT, "package-lock.json"));
  const present = packagesOf(join(ROOT, "node_modules", ".package-lock.json"));
  if (wanted === null) fail("package-lock.json is missing: this is not a whole copy of Gallra.");
  if (present === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const known = present[path];
    if (known === undefined) return entry.optional === true || entry.peer === true;
    // npm's own list may name what an installation that was broken off has taken away again.
    return known.version === entry.version && existsSync(join(ROOT, path, "package.json"));
  });
}

function packagesOf(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return null;
  }
}

function npmCommand() {
  const script = process.env.npm_execpath;
  if (script !== undefined && /\.c?js$/.test(script) && existsSync(script))
    return { program: process.execPath, args: [script], shell: false };
  const windows = process.platform === "win32";
  return { program: windows ? "npm.cmd" : "npm", args: [], shell: windows };
}

export function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
