import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../domain/app-error.ts";

/** A key of the home. Throws AppError "unavailable" when it is missing or unreadable; it is never made anew here. */
export function readJwk(file: string, what: string, advice: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "is missing" : "cannot be read";
    throw new AppError("unavailable", `The ${what} ${reason} (${file}). ${advice}.`, { cause });
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw notAKey(file);
  }
}

export function notAKey(file: string): AppError {
  return new AppError("unavailable", `${file} is not a key that Gallra wrote. Put the right file back from its copy.`);
}

/** Written whole or not at all as far as a reader can see: exclusive, synced, private. */
export function writeNew(file: string, jwk: object): void {
  const fd = openSync(file, "wx", 0o600);
  try {
    writeSync(fd, `${JSON.stringify(jwk, null, 2)}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

export function secretsFolder(home: string): string {
  return join(home, "secrets");
}
