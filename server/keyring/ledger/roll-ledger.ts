import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { ledgerFile } from "./ledger-file.ts";
import { withFileLock } from "./lock.ts";

/**
 * Puts what lies before the last given-up root key aside, in a file of its own: no keyring that could still be opened needs it
 * for a replay. The entry of the root key stays first in the living file, so that the chain goes on over both. A small file
 * stays as it is. Gives whether anything was put aside.
 */
export async function rollLedger(dir: string, smallestBytes = SMALLEST_BYTES): Promise<boolean> {
  return await withFileLock(join(dir, "ledger.lock"), () => {
    const file = ledgerFile(dir);
    if (!existsSync(file) || statSync(file).size < smallestBytes) return false;
    const lines = readFileSync(file, "utf8").split("\n");
    const half = lines.pop() ?? "";
    const at = lines.findLastIndex((line) => line.includes('"kind":"root"'));
    if (at <= 0) return false;
    const before = lines.slice(0, at);
    writeSynced(join(dir, `ledger-${seqOf(before[0])}-${seqOf(before.at(-1))}.jsonl`), `${before.join("\n")}\n`);
    writeSynced(`${file}.new`, `${lines.slice(at).join("\n")}\n${half}`);
    renameSync(`${file}.new`, file);
    syncFolder(dir);
    return true;
  });
}

/** The files put aside that come before an entry, the oldest first. One that a kill left beside its own lines is passed over. */
export function segmentsBefore(dir: string, seq: number): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .map((name) => ({ name, range: /^ledger-(\d+)-(\d+)\.jsonl$/.exec(name) }))
    .filter(({ range }) => range !== null && Number(range[2]) < seq)
    .sort((a, b) => Number(a.range?.[1]) - Number(b.range?.[1]))
    .map(({ name }) => join(dir, name));
}

/** The sequence of the first entry of the living file; 1 where there is none. */
export function firstLiving(dir: string): number {
  if (!existsSync(ledgerFile(dir))) return 1;
  const fd = openSync(ledgerFile(dir), "r");
  try {
    const bytes = Buffer.alloc(100);
    readSync(fd, bytes, 0, bytes.length, 0);
    return seqOf(bytes.toString()) || 1;
  } finally {
    closeSync(fd);
  }
}

/** About three thousand entries. */
const SMALLEST_BYTES = 1_000_000;

function seqOf(line: string | undefined): number {
  return Number(/^\{"seq":(\d+)/.exec(line ?? "")?.[1] ?? 0);
}

function writeSynced(file: string, text: string): void {
  const fd = openSync(file, "w", 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function syncFolder(dir: string): void {
  const fd = openSync(dir, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
