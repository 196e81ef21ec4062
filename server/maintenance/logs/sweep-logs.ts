import { createReadStream, createWriteStream } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { dayOf, firstKeptDay, type LogName, logFileName, readLogName } from "./log-name.ts";

export interface LogSweep {
  readonly removed: number;
  readonly packed: number;
  /** Files that could not be removed or packed; they are tried again. */
  readonly failed: number;
}

/**
 * Removes what is older than seven days, packed or not, and packs what is no longer written. Run at the start and every
 * hour; killed anywhere, the next run goes on: a packed file appears whole, and only then the plain one goes.
 */
export async function sweepLogs(home: string, now: Date): Promise<LogSweep> {
  const folder = join(home, "logs");
  let [removed, packed, failed] = [0, 0, 0];
  for (const file of await files(folder)) {
    try {
      const path = join(folder, file);
      if (file.endsWith(HALF)) await removeHalf(path, now);
      const name = readLogName(await datedName(folder, file, now));
      if (name === null) continue;
      const at = join(folder, logFileName(name));
      if (name.day < firstKeptDay(now)) {
        await rm(at, { force: true });
        removed++;
      } else if (!name.packed && name.day < dayOf(now) && (await rests(at, now))) {
        await pack(at);
        packed++;
      }
    } catch {
      failed++;
    }
  }
  return { removed, packed, failed };
}

const HALF = ".half";
const UNDATED = /^([a-z][a-z-]*)\.log(?:\.\d+)?$/;
const DAY_MS = 86_400_000;
const REST_MS = 5_000;

async function files(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

/**
 * The name under which a file ages. Files without a day (of earlier releases) get that of their last line; files of days to
 * come were written while the clock was wrong, and begin to age today.
 */
async function datedName(folder: string, file: string, now: Date): Promise<string> {
  const name = readLogName(file);
  const service = UNDATED.exec(file)?.[1];
  const today = dayOf(now);
  if (name === null && service === undefined) return file;
  // A day ahead is let be: another machine's clock may run a little before ours.
  if (name !== null && Date.parse(`${name.day}T00:00:00Z`) <= now.getTime() + DAY_MS) return file;
  const day = name === null ? dayOf((await stat(join(folder, file))).mtime) : today;
  const free = await freeName(folder, {
    service: name?.service ?? service ?? "web",
    day,
    packed: name?.packed ?? false,
  });
  await rename(join(folder, file), join(folder, free));
  return free;
}

async function freeName(folder: string, wanted: Omit<LogName, "part">): Promise<string> {
  const parts = (await files(folder))
    .map(readLogName)
    .filter((name) => name?.service === wanted.service && name.day === wanted.day);
  const part = Math.max(0, ...parts.map((name) => name?.part ?? 0)) + 1;
  return logFileName({ ...wanted, part });
}

/** Whoever wrote to it has turned to the new day's file by now. */
async function rests(path: string, now: Date): Promise<boolean> {
  const { mtimeMs } = await stat(path);
  return Math.abs(now.getTime() - mtimeMs) > REST_MS;
}

async function pack(path: string): Promise<void> {
  const target = `${path}.gz`;
  const half = `${target}.${process.pid}${HALF}`;
  await pipeline(createReadStream(path), createGzip({ level: 6 }), createWriteStream(half, { mode: 0o600 }));
  const handle = await open(half, "r+");
  await handle.sync();
  await handle.close();
  await rename(half, target);
  await rm(path, { force: true });
}

/** A process that was killed while it packed left a half file; its plain one is still there. */
async function removeHalf(path: string, now: Date): Promise<void> {
  const pid = Number(/\.(\d+)\.half$/.exec(basename(path))?.[1]);
  const { mtimeMs } = await stat(path);
  if (pid === process.pid || Math.abs(now.getTime() - mtimeMs) > 600_000 || !lives(pid))
    await rm(path, { force: true });
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
