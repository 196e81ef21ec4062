import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isInside } from "./shared-file/confine.ts";

/**
 * The folders of this machine that a company's sources may read: its own in the home's `shared/`, and what the operator has
 * allowed it. This is a file of the home and no setting of a source, so that nobody at a portal reads the machine's own
 * files, or another company's, as call records.
 */
export function allowedRoots(home: string, company: string): readonly string[] {
  const allowed = readRoots(home).filter((root) => root.company === company);
  return [join(home, "shared", company), ...allowed.map((root) => root.path)];
}

/** For who works on the machine itself. Answers whether the company was not allowed the folder before. */
export async function allowRoot(home: string, company: string, folder: string): Promise<boolean> {
  const path = await realpath(folder);
  for (const root of allowedRoots(home, company)) {
    const known = await realpath(root).catch(() => null);
    if (known !== null && isInside(path, known)) return false;
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const roots = [...readRoots(home), { company, path }];
  writeFileWhole(fileOf(home), `${JSON.stringify({ roots }, null, 2)}\n`);
  return true;
}

/** Takes back what was allowed; answers whether there was anything to take back. A company's own folder stays its own. */
export function forbidRoot(home: string, company: string, path: string): boolean {
  const roots = readRoots(home);
  const left = roots.filter((one) => one.company !== company || one.path !== path);
  if (left.length === roots.length) return false;
  writeFileWhole(fileOf(home), `${JSON.stringify({ roots: left }, null, 2)}\n`);
  return true;
}

function fileOf(home: string): string {
  return join(home, "source-roots.json");
}

const Roots = z.object({ roots: z.array(z.object({ company: z.string(), path: z.string() })) });

function readRoots(home: string): z.infer<typeof Roots>["roots"] {
  try {
    return Roots.parse(JSON.parse(readFileSync(fileOf(home), "utf8"))).roots;
  } catch {
    // Missing or damaged, it allows nothing: sources then say that their folder is refused.
    return [];
  }
}

/** A collector reads it at any moment: it is replaced, never half written. */
function writeFileWhole(file: string, text: string): void {
  const half = `${file}.${process.pid}.new`;
  writeFileSync(half, text, { mode: 0o600 });
  renameSync(half, file);
}
