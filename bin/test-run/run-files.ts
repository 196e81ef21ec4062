import { relative, resolve } from "node:path";
import { run } from "node:test";
import type { TestEvent } from "node:test/reporters";
import type { Tally } from "./tally.ts";

const AT_ONCE = 2;
const LONGEST_FILE_MS = 900_000;
const MOST_STACK_LINES = 12;

interface FileCount {
  passed: number;
  failed: number;
  skipped: number;
  ms: number;
}

interface Failure {
  readonly file: string;
  readonly title: string;
  readonly text: string;
}

/** Runs test files, two at a time, each in a process of its own; prints a line a file and every failure as it comes. */
export async function runFiles(root: string, files: readonly string[], tally: Tally): Promise<void> {
  if (files.length === 0) return;
  const counts = new Map<string, FileCount>();
  const failures: Failure[] = [];
  const events = run({
    files: files.map((file) => resolve(root, file)),
    concurrency: AT_ONCE,
    timeout: LONGEST_FILE_MS,
    cwd: root,
  });
  for await (const event of events as AsyncIterable<TestEvent>) {
    if (event.type === "test:pass" || event.type === "test:fail") {
      const failure = count(root, event, counts, tally);
      if (failure !== null) {
        failures.push(failure);
        process.stdout.write(`FAIL  ${failure.file}: ${failure.title}\n${failure.text}\n`);
      }
    } else if (event.type === "test:stdout" || event.type === "test:stderr") {
      process.stdout.write(indented(event.data.message, "      | "));
    } else if (event.type === "test:summary" && event.data.file !== undefined) {
      printFile(relative(root, event.data.file), counts);
    }
  }
  if (failures.length > 0)
    process.stdout.write(`\nFailed:\n${failures.map((failure) => `  ${failure.file}: ${failure.title}\n`).join("")}`);
}

type Ended = Extract<TestEvent, { type: "test:pass" | "test:fail" }>;

function count(root: string, event: Ended, counts: Map<string, FileCount>, tally: Tally): Failure | null {
  const { data } = event;
  const file = data.file === undefined ? data.name : relative(root, data.file);
  const outcome = outcomeOf(root, event);
  if (outcome === null) return null;
  const entry = counts.get(file) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 };
  counts.set(file, entry);
  if (data.nesting === 0) entry.ms += data.details.duration_ms;
  entry[outcome]++;
  tally[outcome]++;
  if (outcome === "skipped")
    process.stdout.write(`skip  ${file}: ${data.name}${typeof data.skip === "string" ? ` (${data.skip})` : ""}\n`);
  if (outcome !== "failed") return null;
  if (event.type === "test:fail") return { file, title: data.name, text: describe(event) };
  return { file, title: "its tests", text: indented("The file ended before one of its tests did.", "        ") };
}

/** Null for what is not counted: a suite, and a parent that failed with a subtest, which counts itself. */
function outcomeOf(root: string, event: Ended): keyof Tally | null {
  const { data } = event;
  if (event.type === "test:fail" && causeCode(event) === "subtestsFailed") return null;
  if (data.details.type === "suite" && event.type === "test:pass") return null;
  if (data.skip !== undefined || data.todo !== undefined) return "skipped";
  if (event.type === "test:fail") return "failed";
  // The runner lets a file pass under its own name when it reported no test and ended with code 0.
  const isFile = data.nesting === 0 && data.file !== undefined && resolve(root, data.name) === data.file;
  return isFile ? "failed" : "passed";
}

function causeCode(event: Ended): string | undefined {
  return event.type === "test:fail" ? (event.data.details.error as { failureType?: string }).failureType : undefined;
}

function describe(event: Extract<TestEvent, { type: "test:fail" }>): string {
  const error = event.data.details.error;
  const cause = error.cause instanceof Error ? error.cause : error;
  const [first = "", ...stack] = (cause.stack ?? String(cause)).split("\n    at ");
  const frames = stack.filter((frame) => !frame.includes("node:internal")).slice(0, MOST_STACK_LINES);
  return indented([first, ...frames.map((frame) => `  at ${frame.trim()}`)].join("\n"), "        ");
}

function printFile(file: string, counts: ReadonlyMap<string, FileCount>): void {
  const entry = counts.get(file);
  if (entry === undefined) return;
  const parts = [
    `${entry.passed} passed`,
    entry.failed > 0 ? `${entry.failed} FAILED` : "",
    entry.skipped > 0 ? `${entry.skipped} skipped` : "",
  ];
  process.stdout.write(
    `${entry.failed === 0 ? "ok  " : "FAIL"}  ${file}  ${parts.filter((part) => part !== "").join(", ")}  ${(entry.ms / 1_000).toFixed(1)} s\n`,
  );
}

function indented(text: string, margin: string): string {
  return `${text
    .trimEnd()
    .split("\n")
    .map((line) => `${margin}${line}`)
    .join("\n")}\n`;
}
