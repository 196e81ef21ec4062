import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { doorOf, type Keyring } from "./keyring.ts";
import { requireRoot } from "./require-root.ts";
import { secretsFolder } from "./jwk-files.ts";

export interface EscrowState {
  readonly rootKid: string;
  /** When a sheet was made last, of whatever root key. */
  readonly madeAt: Date | null;
  /** `none`: no sheet was ever made. `old`: the sheet is of a root key that has been destroyed, and must be destroyed too. */
  readonly sheet: "none" | "present" | "old";
}

/**
 * A sheet to be printed and locked away: with it, and a copy of the keyring that was made under the same root key, an
 * installation whose secrets are lost can be opened again. That it was made is noted, without the key.
 */
export async function makeEscrowSheet(k: Keyring): Promise<string> {
  const { home } = k.roots;
  if (home === null) throw new Error("a root key in memory alone has no sheet");
  await requireRoot(k);
  const { kid, key } = k.roots.current;
  const raw = key.export();
  const madeAt = k.clock().toISOString();
  const jwk = { kty: "oct", k: raw.toString("base64url"), alg: "A256GCMKW", use: "enc", kid };
  const lines = [0, 1, 2, 3].map((n) => lineOf(n + 1, raw.subarray(n * 8, n * 8 + 8)));
  raw.fill(0);
  writeNote(home, { kid, madeAt });
  return [
    "GALLRA - ESCROW SHEET OF THE ROOT KEY",
    "",
    `Root key   ${kid}`,
    `Made       ${madeAt}`,
    "",
    "Whoever has this sheet and a copy of the keyring reads every number in it.",
    "Keep it on paper, in a safe, apart from every backup. Destroy it when the",
    "next generation has ended (gallra keys status names the day): a sheet that",
    "is kept longer makes what was erased readable in copies of the keyring.",
    "",
    "To use it: write this one line into secrets/root.jwk, mode 0600.",
    "",
    JSON.stringify(jwk),
    "",
    "The same key, should the line be hard to read. Eight bytes a line, the last",
    "four digits check the line (the first two bytes of its SHA-256):",
    "",
    ...lines,
    "",
  ].join("\n");
}

/** Whether a sheet was made, and of which root key. */
export async function escrowState(k: Keyring): Promise<EscrowState> {
  const [row] = await doorOf(k, "web", "keeper")`select root_kid from keyring.generation_state()`;
  const rootKid = String(row?.["root_kid"] ?? "");
  const note = k.roots.home === null ? null : readNote(k.roots.home);
  if (note === null) return { rootKid, madeAt: null, sheet: "none" };
  return { rootKid, madeAt: new Date(note.madeAt), sheet: note.kid === rootKid ? "present" : "old" };
}

interface Note {
  readonly kid: string;
  readonly madeAt: string;
}

function lineOf(n: number, bytes: Buffer): string {
  const hex = bytes.toString("hex");
  const check = createHash("sha256").update(bytes).digest("hex").slice(0, 4);
  return `  ${n}   ${hex.replace(/(.{4})(?=.)/g, "$1 ")}   ${check}`;
}

function readNote(home: string): Note | null {
  return existsSync(noteFile(home)) ? (JSON.parse(readFileSync(noteFile(home), "utf8")) as Note) : null;
}

function writeNote(home: string, note: Note): void {
  writeFileSync(`${noteFile(home)}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  renameSync(`${noteFile(home)}.new`, noteFile(home));
}

function noteFile(home: string): string {
  return join(secretsFolder(home), "escrow.json");
}
