import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { AppError } from "../../domain/app-error.ts";
import { type Keyring, withFileLock } from "../../keyring/index.ts";
import { type FileEnd, hashOfLine, type HeadDraft, type HeadStatement, readHead, signHead } from "./statement.ts";

/** The folder beside the ledger, outside both clusters: a file a month, a signed head a line. */
export function headsFolder(home: string): string {
  return join(home, "audit-heads");
}

/** Signs heads and appends them; they are on the disk when it returns. Answers the lines as they stand there. */
export async function appendHeads(
  keyring: Keyring,
  folder: string,
  at: Date,
  drafts: readonly HeadDraft[],
): Promise<string[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt++) {
    // Signing is asynchronous and the lock is not: whoever finds another end than it signed for signs again.
    const expected = readEnd(folder);
    const lines: string[] = [];
    let end = expected;
    for (const draft of drafts) {
      const signed = await signHead(keyring, draft, end, at);
      lines.push(signed.line);
      end = signed.end;
    }
    const written = await withFileLock(join(folder, "heads.lock"), () => {
      if (readEnd(folder).prev !== expected.prev) return false;
      append(join(folder, `${at.toISOString().slice(0, 7)}.jws`), lines.map((line) => `${line}\n`).join(""));
      return true;
    });
    if (written) return lines;
    if (attempt === ATTEMPTS)
      throw new AppError("unavailable", "Another process signs heads of the audit; try again.", { retry: true });
  }
}

const ATTEMPTS = 20;

/** The lines of all months, oldest first; a half line that a crash left is passed over. */
export async function* headLines(folder: string): AsyncGenerator<{ file: string; line: string }> {
  for (const file of monthFiles(folder)) yield* linesOf(folder, file);
}

/** The newest head of each company that signed one in the last two months there are. Signatures are not looked at. */
export async function newestHeads(folder: string): Promise<ReadonlyMap<number, HeadStatement>> {
  const newest = new Map<number, HeadStatement>();
  for (const file of monthFiles(folder).slice(-2)) {
    for await (const { line } of linesOf(folder, file)) {
      const head = readHead(line);
      if (head !== null) newest.set(head.company, head);
    }
  }
  return newest;
}

async function* linesOf(folder: string, file: string): AsyncGenerator<{ file: string; line: string }> {
  const bytes = wholeBytes(join(folder, file));
  if (bytes === 0) return;
  const input = createReadStream(join(folder, file), { end: bytes - 1 });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line !== "") yield { file, line };
}

function monthFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{4}-\d{2}\.jws$/.test(name))
    .sort();
}

function readEnd(folder: string): FileEnd {
  for (const file of monthFiles(folder).reverse()) {
    const line = lastLine(join(folder, file));
    if (line === null) continue;
    const head = readHead(line);
    if (head === null)
      throw new AppError(
        "unavailable",
        "The last of the signed heads of the audit cannot be read. Run gallra audit verify, and put the file back from its copy.",
      );
    return { n: head.n, prev: hashOfLine(line) };
  }
  return { n: 0, prev: "" };
}

/** A line is shorter than 2 kB. */
const LONGEST_LINE = 16_384;

function lastLine(file: string): string | null {
  const end = readTail(file);
  const lines = end.text.slice(0, end.text.lastIndexOf("\n") + 1).split("\n");
  return lines.at(-2) ?? null;
}

function wholeBytes(file: string): number {
  const { text, size } = readTail(file);
  return size - (text.length - text.lastIndexOf("\n") - 1);
}

function readTail(file: string): { text: string; size: number } {
  const fd = openSync(file, "r");
  try {
    const { size } = fstatSync(fd);
    const bytes = Buffer.alloc(Math.min(size, LONGEST_LINE));
    readSync(fd, bytes, 0, bytes.length, size - bytes.length);
    return { text: bytes.toString("latin1"), size };
  } finally {
    closeSync(fd);
  }
}

/** Cuts off a half line that a crash left, then appends and syncs, the folder too. */
function append(file: string, text: string): void {
  const keep = existsSync(file) ? wholeBytes(file) : 0;
  const fd = openSync(file, "a", 0o600);
  try {
    if (fstatSync(fd).size > keep) ftruncateSync(fd, keep);
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  const folder = openSync(join(file, ".."), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
