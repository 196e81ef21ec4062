import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "#db/cluster-home.ts";
import { writeSecret } from "#db/secret-file.ts";
import type { Profile } from "#server/domain/permissions.ts";

/** A generated sign-in that nobody has used yet; `company` is the slug of a profile of one company. */
export interface FirstSignIn {
  readonly email: string;
  readonly name: string;
  readonly profile: Profile;
  readonly company: string | null;
  readonly password: string;
}

/** The sign-ins in `first-sign-in.json` (0600) of a home: printed at the start, removed once they were used. */
export function readFirstSignIns(home: string): FirstSignIn[] {
  return readJson<{ accounts: FirstSignIn[] }>(fileOf(home))?.accounts ?? [];
}

/** Adds one, or replaces the one of the same address. */
export function addFirstSignIn(home: string, signIn: FirstSignIn): void {
  writeFirstSignIns(home, [...readFirstSignIns(home).filter((known) => known.email !== signIn.email), signIn]);
}

export function writeFirstSignIns(home: string, accounts: readonly FirstSignIn[]): void {
  if (accounts.length > 0) writeSecret(fileOf(home), `${JSON.stringify({ accounts }, null, 2)}\n`);
  else if (existsSync(fileOf(home))) rmSync(fileOf(home));
}

function fileOf(home: string): string {
  return join(home, "first-sign-in.json");
}
