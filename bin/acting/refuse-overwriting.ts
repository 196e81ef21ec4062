import { existsSync } from "node:fs";
import { AppError } from "#server/domain/app-error.ts";

/** What lies there may be the only copy of an export that was fetched once. Throws AppError "conflict". */
export function refuseOverwriting(...files: readonly string[]): void {
  const there = files.find((file) => existsSync(file));
  if (there === undefined) return;
  throw new AppError("conflict", `${there} exists already: nothing was written. Name another file, or say --force.`);
}
