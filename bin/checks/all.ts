import { checkArrows } from "./arrows.ts";
import { commandCheck } from "./command-check.ts";
import { checkDocuments } from "./documents.ts";
import { checkNames } from "./names.ts";
import type { CheckResult } from "./tree.ts";

export interface Check {
  readonly title: string;
  run(root: string): Promise<CheckResult> | CheckResult;
}

/** What needs no database and takes seconds. They are errors from the start: a warning is never mended. */
export const CHECKS: readonly Check[] = [
  { title: "types hold (tsc)", run: commandCheck("typescript/bin/tsc", ["--noEmit", "-p", "."]) },
  {
    title: "format and lint hold (Biome)",
    run: commandCheck("@biomejs/biome/bin/biome", [
      "check",
      "--error-on-warnings",
      "--reporter=github",
      "--max-diagnostics=200",
      ".",
    ]),
  },
  { title: "nothing is unused (knip)", run: commandCheck("knip/bin/knip.js", ["--no-progress", "--no-config-hints"]) },
  { title: "the rooms import along their arrows", run: checkArrows },
  { title: "names say something and files are short", run: checkNames },
  { title: "every path in a document exists", run: checkDocuments },
];
