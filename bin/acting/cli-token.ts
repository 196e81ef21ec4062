import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeSecret } from "#db/secret-file.ts";

/** The file with a person's session token of the command line (mode 0600); its name does not tell the address. */
export function cliTokenFile(home: string, email: string): string {
  const name = createHash("sha256").update(email.trim().toLowerCase()).digest("hex").slice(0, 24);
  return join(home, "cli", `${name}.token`);
}

export function keepCliToken(home: string, email: string, token: string): void {
  const file = cliTokenFile(home, email);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeSecret(file, `${token}\n`);
}

export function readCliToken(home: string, email: string): string | null {
  const file = cliTokenFile(home, email);
  return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
}
