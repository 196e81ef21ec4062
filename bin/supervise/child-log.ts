import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { clean } from "#server/log.ts";
import { type DailyLog, openDailyLog } from "#server/maintenance/logs/daily-log.ts";

const LONGEST_LINE = 16_384;
const LOOK_BACK_LINES = 60;

/**
 * Writes what a child says into the log of its name, a file a day. Our own lines are JSON and pass as they are; what a
 * package or a crash prints is wrapped and cleaned, since nobody knows what it holds. Browsers' lines have a log of their own.
 */
export function keepOutput(home: string, name: string, stream: Readable): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = `${rest}${text}`.split("\n");
    rest = (lines.pop() ?? "").slice(0, LONGEST_LINE);
    const kept = lines.filter((line) => line.trim() !== "").map((line) => wrapped(name, line));
    const fromBrowsers = kept.filter(isBrowsers);
    if (fromBrowsers.length > 0) logOf(home, "browser").write(fromBrowsers);
    if (fromBrowsers.length < kept.length) logOf(home, name).write(kept.filter((line) => !isBrowsers(line)));
  });
}

/** One line of the supervisor's own: its terminal is for people. */
export function keepLine(home: string, name: string, line: string): void {
  logOf(home, name).write([line.trimEnd()]);
}

const logs = new Map<string, DailyLog>();

/** The one log of a name that this process writes. */
export function logOf(home: string, name: string): DailyLog {
  const key = `${home}\0${name}`;
  const log = logs.get(key) ?? openDailyLog(home, name);
  logs.set(key, log);
  return log;
}

/** The last line in a child's log that names an error, cleaned as everything there; null when there is none. */
export function lastComplaint(home: string, name: string): string | null {
  try {
    const lines = readFileSync(logOf(home, name).file(), "utf8").trim().split("\n").slice(-LOOK_BACK_LINES).reverse();
    const texts = lines.map((line) => (JSON.parse(line) as { text?: string }).text?.trim() ?? "");
    return texts.find((text) => /^\S*Error\b.*:/.test(text)) ?? null;
  } catch {
    return null;
  }
}

function isBrowsers(line: string): boolean {
  return line.includes('"from":"browser"');
}

function wrapped(name: string, line: string): string {
  if (line.startsWith('{"at":')) return line;
  return JSON.stringify({
    at: new Date().toISOString(),
    level: "info",
    from: name,
    event: "output",
    text: clean(line),
  });
}
