import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isInside } from "./shared-file/confine.ts";

/**
 * The folders of this machine that sources may read: those of the home's `shared/` and what the operator has allowed. It is
 * a file of the home, and no setting of a source, so that nobody at a portal reads the machine's own files as call records.
 */
export function allowedRoots(home: string): readonly string[] {
  return [join(home, "shared"), ...readRoots(home)];
}

/** For who works on the machine itself. Answers whether the folder was not allowed before. */
export async function allowRoot(home: string, folder: string): Promise<boolean> {
  const real = await realpath(folder);
  for (const root of allowedRoots(home)) {
    const known = await realpath(root).catch(() => null);
    if (known !== null && isInside(real, known)) return false;
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(home), `${JSON.stringify({ roots: [...readRoots(home), real] }, null, 2)}\n`, { mode: 0o600 });
  return true;
}

function fileOf(home: string): string {
  return join(home, "source-roots.json");
}

const Roots = z.object({ roots: z.array(z.string()) });

function readRoots(home: string): string[] {
  try {
    return Roots.parse(JSON.parse(readFileSync(fileOf(home), "utf8"))).roots;
  } catch {
    // Missing or damaged, it allows nothing: sources then say that their folder is refused.
    return [];
  }
}
