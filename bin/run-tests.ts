import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { isJourney, planOf } from "./test-run/plan.ts";
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
const files = values.checks ? [] : filesBelow(ROOT).filter((file) => /\.test\.tsx?$/.test(file) && chosen(file));
// It fills what the checks and the first tests leave idle; the journeys need it, and a start in a test must find it done.
const building = files.some(isJourney) ? build() : Promise.resolve(true);
if (values.checks || positionals.length === 0) await runChecks(ROOT, tally);
await runFiles(ROOT, planOf(ROOT, files, building), tally);
if (!(await building)) tally.failed++;
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped\n`);
process.exitCode = tally.failed === 0 && tally.passed + tally.skipped > 0 ? 0 : 1;

/** Tests against other people's servers run only where those are installed: `.ci/peers` asks for them by name. */
function chosen(file: string): boolean {
  if (positionals.length === 0) return !file.includes(".peer.test.");
  return positionals.some((word) => file.includes(word.replace(/^\.\//, "")));
}

async function build(): Promise<boolean> {
  const began = performance.now();
  try {
    await startBuild(ROOT, (text) => void process.stdout.write(`${text}\n`)).done;
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stdout.write(`ok    the portal builds  ${seconds} s\n`);
    return true;
  } catch (error) {
    process.stdout.write(`FAIL  the portal builds\n${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}
