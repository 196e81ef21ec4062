import { appendFileSync, existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { clean } from "#server/log.ts";

const LARGEST_BYTES = 10 * 1024 * 1024;
const LONGEST_LINE = 16_384;

/**
 * Writes what a child says to `logs/<name>.log`, keeping one older file. Our own lines are JSON and pass as they are; what
 * a package or a crash prints is wrapped and cleaned, since nobody knows what it holds.
 */
export function keepOutput(home: string, name: string, stream: Readable): void {
  const file = join(home, "logs", `${name}.log`);
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = `${rest}${text}`.split("\n");
    rest = (lines.pop() ?? "").slice(0, LONGEST_LINE);
    append(
      file,
      lines.filter((line) => line.trim() !== "").map((line) => wrapped(name, line)),
    );
  });
}

/** One line of the supervisor's own: its terminal is for people. */
export function keepLine(home: string, name: string, line: string): void {
  append(join(home, "logs", `${name}.log`), [line.trimEnd()]);
}

/** The last line in a child's log that names an error, cleaned as everything there; null when there is none. */
export function lastComplaint(home: string, name: string): string | null {
  try {
    const lines = readFileSync(join(home, "logs", `${name}.log`), "utf8")
      .trim()
      .split("\n")
      .slice(-60)
      .reverse();
    const texts = lines.map((line) => (JSON.parse(line) as { text?: string }).text?.trim() ?? "");
    return texts.find((text) => /^\S*Error\b.*:/.test(text)) ?? null;
  } catch {
    return null;
  }
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

function append(file: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  try {
    if (existsSync(file) && statSync(file).size > LARGEST_BYTES) renameSync(file, `${file}.1`);
    appendFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  } catch {
    // A full disk must not take the product down; its own alarms say so.
  }
}
