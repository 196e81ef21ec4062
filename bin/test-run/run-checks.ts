import { CHECKS } from "../checks/all.ts";
import type { Tally } from "./tally.ts";

/** Runs the checks in turn and prints a line for each; what one finds follows it. */
export async function runChecks(root: string, tally: Tally): Promise<void> {
  for (const check of CHECKS) {
    const started = performance.now();
    const { seen, problems } = await check.run(root);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    const ok = problems.length === 0;
    if (ok) tally.passed++;
    else tally.failed++;
    process.stdout.write(
      `${ok ? "ok  " : "FAIL"}  check: ${check.title}${seen === "" ? "" : ` (${seen})`}  ${seconds} s\n`,
    );
    for (const problem of problems) process.stdout.write(`        ${problem}\n`);
  }
}
