import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runChecks } from "./test-run/run-checks.ts";
import { runFiles } from "./test-run/run-files.ts";
import type { Tally } from "./test-run/tally.ts";
import { filesBelow } from "./checks/tree.ts";
import { startBuild } from "./supervise/build.ts";

const ROOT = resolve(import.meta.dirname, "..");

// `npm test`: the checks, the portal built, then every test. `--checks` only the checks; words choose test files by path.
const { values, positionals } = parseArgs({
  options: { checks: { type: "boolean", default: false } },
  allowPositionals: true,
});
const tally: Tally = { passed: 0, failed: 0, skipped: 0 };

if (values.checks || positionals.length === 0) await runChecks(ROOT, tally);
if (!values.checks) {
  const files = inOrder(filesBelow(ROOT).filter((file) => /\.test\.tsx?$/.test(file) && chosen(file)));
  const journeys = files.filter(isJourney);
  if (journeys.length > 0 && !(await build())) tally.failed++;
  await runFiles(
    ROOT,
    files.filter((file) => !isJourney(file)),
    tally,
  );
  // One after another: a browser and the product it looks at want the machine for themselves.
  await runFiles(ROOT, journeys, tally, { atOnce: 1 });
}
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped\n`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;

function chosen(file: string): boolean {
  return positionals.length === 0 || positionals.some((word) => file.includes(word.replace(/^\.\//, "")));
}

/** Quick ones first, so that a mistake shows early; whole journeys in a browser last. */
function inOrder(files: readonly string[]): string[] {
  const rank = (file: string) => (isJourney(file) ? 2 : file.includes(".db.") ? 1 : 0);
  return [...files].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
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
