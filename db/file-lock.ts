import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from "node:fs";

/** Takes the lock of this machine that is a file: it names who holds it. False where somebody does. */
export function tryCreate(file: string): boolean {
  let fd: number;
  try {
    fd = openSync(file, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  try {
    writeSync(fd, whoIs(process.pid));
  } finally {
    closeSync(fd);
  }
  return true;
}

/**
 * Removes the lock of a process that is gone. Only one at a time may remove a dead holder's lock, else the second would remove the
 * first one's new lock.
 */
export function breakStale(file: string): void {
  if (!isStale(file)) return;
  const breaker = `${file}.break`;
  if (!tryCreate(breaker)) {
    if (ageMs(breaker) > 10_000) removeIfThere(breaker);
    return;
  }
  try {
    if (isStale(file)) removeIfThere(file);
  } finally {
    removeIfThere(breaker);
  }
}

function isStale(file: string): boolean {
  let holder: string;
  try {
    holder = readFileSync(file, "utf8");
  } catch {
    return false;
  }
  // Created but not yet written: its maker is between two lines, or died there.
  if (holder === "") return ageMs(file) > 5_000;
  return whoIs(Number.parseInt(holder, 10)) !== holder;
}

/** A process id and, where the system tells, when it started: ids are used again. "" when there is no such process. */
function whoIs(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "";
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return `${pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? ""}`;
  } catch {
    return `${pid} `;
  }
}

function ageMs(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function removeIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
