import { relative, resolve } from "node:path";
import { run } from "node:test";
import type { TestEvent } from "node:test/reporters";
import type { Tally } from "./tally.ts";
import { type Limits, watchProcess } from "./watch-process.ts";

const MOST_STACK_LINES = 12;
const MOST_LAST_LINES = 15;

export interface Failure {
  readonly file: string;
  readonly title: string;
  readonly text: string;
}

export interface FileOutcome extends Tally {
  readonly failures: Failure[];
  ms: number;
}

/** Runs one test file in a process of its own; prints what fails, what is skipped and what it says as it comes. */
export async function runFile(root: string, file: string, limits: Limits): Promise<FileOutcome> {
  const outcome: FileOutcome = { passed: 0, failed: 0, skipped: 0, failures: [], ms: 0 };
  const began = performance.now();
  const path = resolve(root, file);
  const watch = watchProcess(path, limits);
  const trail = openTrail();
  try {
    for await (const event of run({ files: [path], concurrency: 1, cwd: root }) as AsyncIterable<TestEvent>) {
      trail.note(event);
      if (event.type === "test:pass" || event.type === "test:fail") {
        const failure = count(root, event, outcome, () => stopped(file, watch.reason(), trail.told()));
        if (failure === null) continue;
        outcome.failures.push(failure);
        process.stdout.write(`FAIL  ${failure.file}: ${failure.title}\n${failure.text}\n`);
      } else if (event.type === "test:stdout" || event.type === "test:stderr") {
        process.stdout.write(indented(event.data.message, "      | "));
      }
    }
  } finally {
    watch.end();
  }
  outcome.ms = performance.now() - began;
  return outcome;
}

/** What a file was doing: the tests that have begun and not ended, and the last lines that it printed. */
function openTrail() {
  const running = new Set<string>();
  const lines: string[] = [];
  return {
    note({ type, data }: TestEvent): void {
      if (type === "test:dequeue") running.add(data.name);
      else if (type === "test:complete") running.delete(data.name);
      else if (type === "test:stdout" || type === "test:stderr") {
        lines.push(...data.message.split("\n").filter((line) => line.trim() !== ""));
        lines.splice(0, Math.max(0, lines.length - MOST_LAST_LINES));
      }
    },
    told: (): string[] => [
      ...[...running].filter((name) => !/\.tsx?$/.test(name)).map((name) => `It had not ended: ${name}`),
      ...(lines.length > 0 ? ["What it printed last:", ...lines] : []),
    ],
  };
}

function stopped(file: string, reason: string | null, trail: readonly string[]): Failure | null {
  if (reason === null) return null;
  return { file, title: "its time and memory", text: indented([reason, ...trail].join("\n"), "        ") };
}

type Ended = Extract<TestEvent, { type: "test:pass" | "test:fail" }>;

function count(root: string, event: Ended, counts: FileOutcome, ofStop: () => Failure | null): Failure | null {
  const { data } = event;
  const file = data.file === undefined ? data.name : relative(root, data.file);
  const outcome = outcomeOf(root, event);
  if (outcome === null) return null;
  counts[outcome]++;
  if (outcome === "skipped")
    process.stdout.write(`skip  ${file}: ${data.name}${typeof data.skip === "string" ? ` (${data.skip})` : ""}\n`);
  if (outcome !== "failed") return null;
  if (isFile(root, event)) {
    const stop = ofStop();
    if (stop !== null) return stop;
  }
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
  return isFile(root, event) ? "failed" : "passed";
}

function isFile(root: string, { data }: Ended): boolean {
  return data.nesting === 0 && data.file !== undefined && resolve(root, data.name) === data.file;
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

function indented(text: string, margin: string): string {
  return `${text
    .trimEnd()
    .split("\n")
    .map((line) => `${margin}${line}`)
    .join("\n")}\n`;
}
