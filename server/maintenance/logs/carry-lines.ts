import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { clean } from "../../log.ts";
import type { DailyLog } from "./daily-log.ts";

const MOST_BYTES = 4 * 1024 * 1024;
const OLD_MS = 86_400_000;

/**
 * Takes over what a Postgres server wrote into its own log folder: each line is cleaned and goes into the daily log, and
 * files that are a day old are removed there. How far each was read stands in `logs/carried-NAME.json`.
 */
export async function carryPostgresLog(home: string, service: string, folder: string, to: DailyLog, now: Date) {
  const note = join(home, "logs", `carried-${service}.json`);
  const positions = readPositions(note);
  const next: Record<string, number> = {};
  for (const file of await logFiles(folder)) {
    const path = join(folder, file);
    const { size, mtimeMs } = await stat(path);
    const known = positions[file] ?? 0;
    // Weekday files are emptied when their day comes round again.
    const from = known > size ? 0 : known;
    const { text, end } = await readFrom(path, from, size);
    to.write(
      text
        .split("\n")
        .filter(isTold)
        .map((line) => wrap(service, line)),
    );
    if (end === size && Math.abs(now.getTime() - mtimeMs) > OLD_MS) await rm(path, { force: true });
    else next[file] = end;
  }
  if (JSON.stringify(next) !== JSON.stringify(positions)) writeFileSync(note, JSON.stringify(next), { mode: 0o600 });
}

function readPositions(note: string): Record<string, number> {
  try {
    return existsSync(note) ? (JSON.parse(readFileSync(note, "utf8")) as Record<string, number>) : {};
  } catch {
    return {};
  }
}

async function logFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^postgres-.+\.log$/.test(name)).sort();
  } catch {
    return [];
  }
}

/** Whole lines only; a line that is being written is read the next time. */
async function readFrom(path: string, from: number, size: number): Promise<{ text: string; end: number }> {
  const length = Math.min(size - from, MOST_BYTES);
  if (length <= 0) return { text: "", end: from };
  const handle = await open(path, "r");
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, from);
    const last = buffer.subarray(0, bytesRead).lastIndexOf(10);
    // A line longer than all that is read at once would stop the carrying: it is cut.
    const end = last >= 0 ? last + 1 : bytesRead === MOST_BYTES ? bytesRead : 0;
    return { text: buffer.toString("utf8", 0, end), end: from + end };
  } finally {
    await handle.close();
  }
}

function isTold(line: string): boolean {
  return line.trim() !== "";
}

// "2026-11-22 04:05:06.789 UTC [123] ERROR:  ..."
const LINE = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?) UTC \[\d+\] (?:\S+ )?([A-Z]+\d?): +(.*)$/;

function wrap(service: string, line: string): string {
  const [, at, said, text] = LINE.exec(line) ?? [];
  const level =
    said === undefined ? "info" : /FATAL|PANIC|ERROR/.test(said) ? "error" : said === "WARNING" ? "warn" : "info";
  const moment = at === undefined ? new Date() : new Date(`${at.replace(" ", "T")}Z`);
  const shown = quiet(text ?? line);
  return JSON.stringify({ at: moment.toISOString(), level, from: service, event: "postgres", text: clean(shown) });
}

/** What the server quotes may be a value somebody typed; names of ours are plain words. */
function quiet(text: string): string {
  return text.replace(/"([^"]*)"/g, (whole, inner: string) =>
    /^[a-z_][a-z0-9_]{0,62}$/.test(inner) ? whole : '"..."',
  );
}
