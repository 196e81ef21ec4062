import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runChecks } from "./test-run/run-checks.ts";
import { runFiles } from "./test-run/run-files.ts";
import type { Tally } from "./test-run/tally.ts";
import { filesBelow } from "./checks/tree.ts";
import { startBuild } from "./supervise/build.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PURE = 0;
const DATABASE = 1;
const JOURNEY = 2;

// `npm test`: the checks, the portal built, then every test. `--checks` only the checks; words choose test files by path.
const { values, positionals } = parseArgs({
  options: { checks: { type: "boolean", default: false } },
  allowPositionals: true,
});
const tally: Tally = { passed: 0, failed: 0, skipped: 0 };

const files = values.checks
  ? []
  : inOrder(filesBelow(ROOT).filter((file) => /\.test\.tsx?$/.test(file) && chosen(file)));
// It fills what the checks and the first tests leave idle; the journeys need it, and a start in a test must find it done.
const building = files.some(isJourney) ? build() : Promise.resolve(true);
if (values.checks || positionals.length === 0) await runChecks(ROOT, tally);
await runFiles(
  ROOT,
  files.filter((file) => rank(file) === PURE),
  tally,
);
if (!(await building)) tally.failed++;
for (const kind of [DATABASE, JOURNEY])
  await runFiles(
    ROOT,
    files.filter((file) => rank(file) === kind),
    tally,
  );
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped\n`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;

function chosen(file: string): boolean {
  return positionals.length === 0 || positionals.some((word) => file.includes(word.replace(/^\.\//, "")));
}

/** Quick ones first, so that a mistake shows early; whole journeys in a browser last, the longest of them ahead. */
function inOrder(files: readonly string[]): string[] {
  const late = (file: string) => (file.includes("/pages") ? 0 : 1);
  return [...files].sort((a, b) => rank(a) - rank(b) || late(a) - late(b) || a.localeCompare(b));
}

function rank(file: string): number {
  if (isJourney(file)) return JOURNEY;
  return file.includes(".db.") ? DATABASE : PURE;
}

function isJourney(file: string): boolean {
  return file.includes(".e2e.");
}

async function build(): Promise<boolean> {
  try {
    await startBuild(ROOT, (text) => void process.stdout.write(`${text}\n`)).done;
    return true;
  } catch (error) {
    process.stdout.write(`FAIL  the portal builds\n${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}
