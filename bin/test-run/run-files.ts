import { availableParallelism } from "node:os";
import { type Failure, type FileOutcome, runFile } from "./run-file.ts";
import type { Tally } from "./tally.ts";
import type { Limits } from "./watch-process.ts";

/** Test files that are alike, in the order in which they begin. */
export interface Queue {
  readonly files: readonly string[];
  /** How many at once while another queue has files that may begin, and how many after that. */
  readonly beside: number;
  readonly most: number;
  readonly limits: Limits;
  /** What they need before they begin: false when it will not come, and they fail unasked. */
  readonly needs?: Promise<boolean>;
}

// A file waits for its database or browser about a third of its time: one more than there are processors fills that.
const AT_ONCE = Math.min(4, availableParallelism() + 1);
const SHOWN_LONGEST = 12;
const SHOWN_LINES = 8;
const SHOWN_SIGNS = 600;

interface Line extends Queue {
  readonly waiting: string[];
  running: number;
  state: "ready" | "waits" | "refused";
}

/** Runs test files, some at a time, each in a process of its own; prints a line a file and every failure as it comes. */
export async function runFiles(root: string, queues: readonly Queue[], tally: Tally): Promise<void> {
  const lines = queues.map((queue): Line => {
    const state = queue.needs === undefined ? "ready" : "waits";
    return { ...queue, waiting: [...queue.files], running: 0, state };
  });
  const failures: Failure[] = [];
  const times: { readonly file: string; readonly ms: number }[] = [];
  let change = Promise.withResolvers<void>();
  const changed = () => {
    change.resolve();
    change = Promise.withResolvers<void>();
  };
  for (const line of lines)
    void line.needs?.then((came) => {
      line.state = came ? "ready" : "refused";
      changed();
    });
  const work = async () => {
    while (lines.some(({ waiting }) => waiting.length > 0)) {
      const line = nextOf(lines);
      const file = line?.waiting.shift();
      if (line === undefined || file === undefined) {
        await change.promise;
        continue;
      }
      line.running++;
      const outcome = line.state === "refused" ? refusal(file) : await runFile(root, file, line.limits);
      line.running--;
      for (const key of ["passed", "failed", "skipped"] as const) tally[key] += outcome[key];
      failures.push(...outcome.failures);
      times.push({ file, ms: outcome.ms });
      printFile(file, outcome);
      changed();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  printEnd(failures, times);
}

/** The first queue that may begin another file; each keeps to its small share while others have something to do. */
function nextOf(lines: readonly Line[]): Line | undefined {
  const able = lines.filter(({ state, waiting }) => state !== "waits" && waiting.length > 0);
  return able.find(({ running, beside }) => running < beside) ?? able.find(({ running, most }) => running < most);
}

function refusal(file: string): FileOutcome {
  const failure = { file, title: "its tests", text: "        Not run: what it needs was not made." };
  return { passed: 0, failed: 1, skipped: 0, failures: [failure], ms: 0 };
}

function printFile(file: string, { passed, failed, skipped, ms }: FileOutcome): void {
  const parts = [
    `${passed} passed`,
    failed > 0 ? `${failed} FAILED` : "",
    skipped > 0 ? `${skipped} skipped` : "",
  ].filter((part) => part !== "");
  process.stdout.write(
    `${failed === 0 ? "ok  " : "FAIL"}  ${file}  ${parts.join(", ")}  ${(ms / 1_000).toFixed(1)} s\n`,
  );
}

function printEnd(
  failures: readonly Failure[],
  times: readonly { readonly file: string; readonly ms: number }[],
): void {
  const longest = [...times].sort((a, b) => b.ms - a.ms).slice(0, SHOWN_LONGEST);
  if (times.length > SHOWN_LONGEST)
    process.stdout.write(
      `\nThe longest:\n${longest.map(({ file, ms }) => `  ${(ms / 1_000).toFixed(1).padStart(6)} s  ${file}\n`).join("")}`,
    );
  if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.map(shortly).join("")}`);
}

/** Whoever reads only the end of a long output still sees why. */
function shortly({ file, title, text }: Failure): string {
  const why = text.trimStart().split("\n").slice(0, SHOWN_LINES).join("\n").slice(0, SHOWN_SIGNS);
  return `  ${file}: ${title}\n        ${why}\n`;
}
