import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { AppError } from "../../domain/app-error.ts";
import type { SigningKey } from "../secrets.ts";
import { type LedgerDraft, type LedgerEntry, type LedgerHead, readEntry, signHead, writeEntry } from "./entry.ts";
import { withFileLock } from "./lock.ts";

/**
 * Adds entries after `expected` and returns when they are on the disk. Throws AppError "unavailable" (retry) when the
 * ledger has gone on since: whoever lost its turn must look again.
 */
export async function appendEntries(
  dir: string,
  signing: SigningKey,
  expected: LedgerHead,
  at: Date,
  drafts: readonly LedgerDraft[],
): Promise<LedgerHead> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return await withFileLock(join(dir, "ledger.lock"), () => {
    const found = readHead(dir);
    if (found.seq !== expected.seq || found.hash !== expected.hash) {
      throw new AppError("unavailable", "Another process has just destroyed something; try again.", { retry: true });
    }
    let head = expected;
    let text = "";
    for (const draft of drafts) {
      const next = writeEntry(signing, head, at, draft);
      text += `${next.line}\n`;
      head = next.head;
    }
    const isNew = !existsSync(ledgerFile(dir));
    appendWhole(ledgerFile(dir), text);
    if (isNew) writePublicKey(dir, signing);
    writeReplacing(dir, "head.json", `${JSON.stringify({ ...head, sig: signHead(signing, head.seq, head.hash) })}\n`);
    return head;
  });
}

/** Sequence and hash of the last whole entry; zero and "" when there is none. */
export function readHead(dir: string): LedgerHead {
  const last = readEntriesAfter(dir, Number.POSITIVE_INFINITY).last;
  return last === undefined ? { seq: 0, hash: "" } : { seq: last.seq, hash: last.hash };
}

/**
 * The entries after `seq`, oldest first, and the last one of all. Reads from the end, so that a long ledger costs nothing.
 * A half line at the end was never acted on and is passed over. Hashes and signatures are checked by `verifyLedger`.
 */
export function readEntriesAfter(dir: string, seq: number): { entries: LedgerEntry[]; last: LedgerEntry | undefined } {
  if (!existsSync(ledgerFile(dir))) return { entries: [], last: undefined };
  const fd = openSync(ledgerFile(dir), "r");
  try {
    const size = fstatSync(fd).size;
    for (let length = Math.min(size, 65_536); ; length = Math.min(size, length * 4)) {
      const lines = wholeLines(readEnd(fd, size, length).toString(), length === size);
      const first = lines[0];
      if (length < size && (first === undefined || entryOf(first).seq > seq + 1)) continue;
      const entries = lines.map(entryOf);
      return { entries: entries.filter((entry) => entry.seq > seq), last: entries.at(-1) };
    }
  } finally {
    closeSync(fd);
  }
}

export function ledgerFile(dir: string): string {
  return join(dir, "ledger.jsonl");
}

function entryOf(line: string): LedgerEntry {
  const entry = readEntry(line, null);
  if (typeof entry !== "string") return entry;
  throw new AppError(
    "unavailable",
    `An entry of the ledger ${entry}. Run "ledger verify" to see which, and put the ledger back from its copy.`,
  );
}

function readEnd(fd: number, size: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(fd, bytes, 0, length, size - length);
  return bytes;
}

function wholeLines(text: string, fromStart: boolean): string[] {
  const lines = text.split("\n");
  lines.pop();
  if (!fromStart) lines.shift();
  return lines;
}

/** Cuts off a half line that a crash left, then appends and syncs. */
function appendWhole(file: string, text: string): void {
  const fd = openSync(file, "a+", 0o600);
  try {
    const size = fstatSync(fd).size;
    const keep = endOfLastLine(fd, size);
    if (keep < size) ftruncateSync(fd, keep);
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** How many bytes of the file are whole lines. */
function endOfLastLine(fd: number, size: number): number {
  for (let length = Math.min(size, 65_536); ; length = Math.min(size, length * 4)) {
    const at = readEnd(fd, size, length).lastIndexOf(10);
    if (at >= 0) return size - length + at + 1;
    if (length === size) return 0;
  }
}

/** Beside the ledger, for a reader who has only this folder; who trusts nobody pins the key from elsewhere. */
function writePublicKey(dir: string, signing: SigningKey): void {
  writeReplacing(
    dir,
    "public.jwk",
    `${JSON.stringify({ ...signing.publicJwk, kid: signing.kid, alg: "EdDSA" }, null, 2)}\n`,
  );
}

function writeReplacing(dir: string, name: string, text: string): void {
  const temporary = join(dir, `${name}.new`);
  const fd = openSync(temporary, "w", 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, join(dir, name));
  const folder = openSync(dir, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
