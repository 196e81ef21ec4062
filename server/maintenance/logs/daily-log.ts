import { appendFileSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { dayOf, logFileName, readLogName } from "./log-name.ts";

/** The lines of one service, a file a day. It never throws: a full disk must not take the product down. */
export interface DailyLog {
  write(lines: readonly string[]): void;
  /** The file that is written to now. */
  file(): string;
  /** Lines that were not written since the start, because the day was full or the disk was. */
  readonly lost: number;
}

export interface DailyLogOptions {
  readonly clock?: () => Date;
  /** What one day may take; the last tenth is kept for warnings and errors. */
  readonly dayBytes?: number;
}

const DAY_BYTES = 32 * 1024 * 1024;
const TELL_EVERY_MS = 60_000;
const TRY_AGAIN_MS = 5_000;

/** Logs lie in `logs/` of the home (0600), `SERVICE-DAY.log`, days in UTC. What is packed is never written to again. */
export function openDailyLog(home: string, service: string, options: DailyLogOptions = {}): DailyLog {
  const clock = options.clock ?? (() => new Date());
  const most = options.dayBytes ?? DAY_BYTES;
  const folder = join(home, "logs");
  let current: { day: string; part: number; file: string; bytes: number } | null = null;
  let lost = 0;
  let untold = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const open = () => {
    const day = dayOf(clock());
    if (current?.day === day) return current;
    current = startOf(folder, service, day);
    return current;
  };
  let torn = false;
  const put = (to: { file: string; bytes: number }, lines: string): boolean => {
    // What a full disk broke off in the middle must not spoil the line that follows.
    const text = torn ? `\n${lines}` : lines;
    try {
      appendFileSync(to.file, text, { mode: 0o600 });
      torn = false;
      to.bytes += Buffer.byteLength(text);
      return true;
    } catch {
      // The folder may have been removed, or the file packed by hand: the next line looks anew.
      current = null;
      torn = true;
      return false;
    }
  };
  return {
    get lost() {
      return lost;
    },
    file: () => open().file,
    write(lines) {
      const to = open();
      const fitting = lines.filter((line) => to.bytes + line.length < (isUrgent(line) ? most : most * 0.9));
      const missing = lines.length - fitting.length;
      const written = fitting.length === 0 || put(to, `${fitting.join("\n")}\n`);
      const gone = missing + (written ? 0 : fitting.length);
      lost += gone;
      untold += gone;
      if (untold === 0 || clock().getTime() - toldAt < TELL_EVERY_MS) return;
      const isTold = put(open(), `${lostLine(service, clock(), untold)}\n`);
      // On a full disk even this one finds no room: it is tried again sooner, so that the loss is told once there is some.
      toldAt = clock().getTime() - (isTold ? 0 : TELL_EVERY_MS - TRY_AGAIN_MS);
      if (isTold) untold = 0;
    },
  };
}

function isUrgent(line: string): boolean {
  return line.includes('"level":"error"') || line.includes('"level":"warn"');
}

function lostLine(service: string, at: Date, lines: number): string {
  return JSON.stringify({ at: at.toISOString(), level: "warn", from: service, event: "log.lines-lost", lines });
}

/** Goes on in the day's last open file. After one that was packed (a clock that was set back) it starts another part. */
function startOf(folder: string, service: string, day: string) {
  let part = 1;
  let bytes = 0;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      const read = readLogName(name);
      if (read?.service !== service || read.day !== day) continue;
      part = Math.max(part, read.packed ? read.part + 1 : read.part);
      bytes += statSync(join(folder, name)).size;
    }
  } catch {
    // Nothing can be read: writing will say so, and the lines are counted.
  }
  return { day, part, file: join(folder, logFileName({ service, day, part, packed: false })), bytes };
}
