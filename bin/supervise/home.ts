import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "#db/embedded/postmaster.ts";
import { AppError } from "#server/domain/app-error.ts";

const FOLDERS = ["secrets", "ledger", "inbox", "exports", "logs", "shared", "tls"];
const LEAST_FREE_BYTES = 200 * 1024 * 1024;

/** Makes the home (0700) and its folders, and finds out whether anything can be kept there. Throws AppError. */
export function prepareHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK | constants.X_OK);
    for (const folder of FOLDERS) mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
    const probe = join(home, `.probe-${process.pid}`);
    writeFileSync(probe, "x");
    rmSync(probe);
  } catch (cause) {
    throw homeFailure(home, cause);
  }
  const disk = statfsSync(home);
  if (disk.bavail * disk.bsize < LEAST_FREE_BYTES) throw diskFull(home);
}

export interface HomeLock {
  /** Whether a process held it that ended without giving it back: what it started may still be ending. */
  readonly tookOver: boolean;
  release(): void;
}

/** Takes the home for this process until `release`; a lock left by a process that no longer lives is taken over. */
export function takeHome(home: string): HomeLock {
  const file = join(home, "supervisor.json");
  let tookOver = false;
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(identityOf(process.pid)), { flag: "wx", mode: 0o600 });
      return { tookOver, release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw homeFailure(home, error);
    }
    const holder = readHolder(file);
    if (holder !== null && holder.pid !== process.pid && lives(holder)) {
      throw new AppError(
        "conflict",
        `Gallra already runs in ${home} (process ${holder.pid}). Stop it first, or name another home with GALLRA_HOME.`,
      );
    }
    rmSync(file, { force: true });
    tookOver = true;
  }
  throw new AppError("conflict", `Another start is taking ${home} at this moment. Try again.`);
}

/** A process's number is used again after its end; with the moment of its start it is unique (Linux tells it). */
interface Holder {
  readonly pid: number;
  readonly started: string | null;
}

function identityOf(pid: number): Holder {
  return { pid, started: startOf(pid) };
}

function lives(holder: Holder): boolean {
  return isAlive(holder.pid) && (holder.started === null || startOf(holder.pid) === holder.started);
}

function startOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return fields?.[19] ?? null;
  } catch {
    return null;
  }
}

function readHolder(file: string): Holder | null {
  if (!existsSync(file)) return null;
  try {
    const holder = JSON.parse(readFileSync(file, "utf8")) as Partial<Holder>;
    return typeof holder.pid === "number" ? { pid: holder.pid, started: holder.started ?? null } : null;
  } catch {
    return null;
  }
}

export function homeFailure(home: string, cause: unknown): AppError {
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(home, cause);
  if (code === "EROFS" || code === "EACCES" || code === "EPERM") {
    return new AppError(
      "unavailable",
      `The home ${home} cannot be written by this user. Change its owner or mount it for writing, or name another with GALLRA_HOME.`,
      { cause },
    );
  }
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new AppError("unavailable", `The home ${home} is not a folder. Name another with GALLRA_HOME.`, { cause });
  }
  return new AppError("unavailable", `The home ${home} cannot be used (${code}). Name another with GALLRA_HOME.`, {
    cause,
  });
}

function diskFull(home: string, cause?: unknown): AppError {
  return new AppError(
    "unavailable",
    `The disk of ${home} is full: Gallra needs at least 200 MB to start. Free some space, or name a home on another disk with GALLRA_HOME.`,
    { cause },
  );
}
