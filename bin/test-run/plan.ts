import { statSync } from "node:fs";
import { join } from "node:path";
import type { Queue } from "./run-files.ts";

/**
 * What takes long beyond what its length tells: it begins first, so that nothing long is left alone at the end. Of the journeys
 * those without the shared product come before all others, or it would stop behind their backs, and then the one that mostly waits.
 */
export const LONG: readonly string[] = [
  "bin/start-refused.db.test.ts",
  "bin/start.e2e.test.ts",
  "app/_e2e/processing.e2e.test.ts",
  "app/_e2e/looks.e2e.test.ts",
  "app/_e2e/pages.e2e.test.ts",
  "server/api/router.db.test.ts",
  "server/keyring/generation/under-load.db.test.ts",
  "workers/collector/collector.db.test.ts",
  "workers/queue/carry-out.db.test.ts",
  "bin/commands/collect.db.test.ts",
];

const BYTES = 2_000_000_000;
const LIMITS = { longestMs: 480_000, mostBytes: BYTES };
/** A browser's pictures of every page, on a machine that does something else as well. */
const JOURNEY_LIMITS = { longestMs: 1_200_000, mostBytes: BYTES };

/**
 * In which order and how many at once. Quick ones first, so that a mistake shows early. Journeys want a portal that is built;
 * one runs beside the tests with a database, which wait where a browser works, and three when those are done.
 */
export function planOf(root: string, files: readonly string[], built: Promise<boolean>): Queue[] {
  const pure = files.filter((file) => !isJourney(file) && !file.includes(".db."));
  const journeys = longFirst(root, files.filter(isJourney));
  const database = longFirst(
    root,
    files.filter((file) => !isJourney(file) && file.includes(".db.")),
  );
  const any = Number.POSITIVE_INFINITY;
  return [
    { files: pure, beside: any, most: any, limits: LIMITS },
    { files: journeys, beside: 1, most: 3, limits: JOURNEY_LIMITS, needs: built },
    { files: database, beside: any, most: any, limits: LIMITS },
  ];
}

/** What runs the product as a whole, or starts it as a person does: a start must find the portal built. */
export function isJourney(file: string): boolean {
  return file.includes(".e2e.") || file === "bin/start-refused.db.test.ts";
}

function longFirst(root: string, files: readonly string[]): string[] {
  const place = (file: string) => (LONG.includes(file) ? LONG.indexOf(file) : LONG.length);
  const size = (file: string) => statSync(join(root, file)).size;
  return [...files].sort((a, b) => place(a) - place(b) || size(b) - size(a) || a.localeCompare(b));
}
