import { rmSync } from "node:fs";
import { join } from "node:path";
import { breakStale, tryCreate } from "#db/file-lock.ts";
import { AppError } from "#server/domain/app-error.ts";

/**
 * One process a home: two would read a source twice, and use each other's numbers. What a power cut left behind names a process that
 * is gone, whoever has its number by now. Answers how the home is let go. Throws AppError "conflict".
 */
export function onlyOne(home: string): () => void {
  const file = join(home, "edge", "running");
  for (let attempt = 0; attempt < 2; attempt++) {
    if (tryCreate(file)) return () => rmSync(file, { force: true });
    breakStale(file);
  }
  throw new AppError("conflict", "Another process runs this edge. Stop it first.");
}
