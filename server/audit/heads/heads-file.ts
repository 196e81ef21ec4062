import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { AppError } from "../../domain/app-error.ts";
import { type Keyring, withFileLock } from "../../keyring/index.ts";
import { type FileEnd, hashOfLine, type HeadDraft, type HeadStatement, readHead, signHead } from "./statement.ts";

/** The folder beside the ledger, outside both clusters: a file a company, a signed head a line. */
export function headsFolder(home: string): string {
  return join(home, "audit-heads");
}

/** Where the heads of a company (0: the installation) stand. */
export function headsFile(folder: string, company: number): string {
  return join(folder, company === 0 ? "installation.jws" : `company-${company}.jws`);
}

/** Signs a head and appends it; it is on the disk when this returns. Answers the line as it stands there. */
export async function appendHead(keyring: Keyring, folder: string, at: Date, draft: HeadDraft): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = headsFile(folder, draft.company);
  for (let attempt = 1; ; attempt++) {
    // Signing is asynchronous and the lock is not: whoever finds another end than it signed for signs again.
    const expected = readEnd(file);
    const { line } = await signHead(keyring, draft, expected, at);
    const written = await withFileLock(`${file}.lock`, () => {
      if (readEnd(file).prev !== expected.prev) return false;
      append(file, `${line}\n`);
      return true;
    });
    if (written) return line;
    if (attempt === ATTEMPTS)
      throw new AppError("unavailable", "Another process signs heads of this audit; try again.", { retry: true });
  }
}

const ATTEMPTS = 20;

/** The lines of a company, oldest first; half a line that a crash left is passed over. */
export async function* headLines(folder: string, company: number): AsyncGenerator<string> {
  const file = headsFile(folder, company);
  const bytes = existsSync(file) ? wholeBytes(file) : 0;
  if (bytes === 0) return;
  const input = createReadStream(file, { end: bytes - 1 });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
}

/** The newest head of a company, its signature unchecked; null before the first. */
export function newestHead(folder: string, company: number): HeadStatement | null {
  const line = lastLine(headsFile(folder, company));
  return line === null ? null : readHead(line);
}

function readEnd(file: string): FileEnd {
  const line = lastLine(file);
  if (line === null) return { n: 0, prev: "" };
  const head = readHead(line);
  if (head === null)
    throw new AppError(
      "unavailable",
      "The last of the signed heads of an audit cannot be read. Run gallra audit verify, and put the file back from its copy.",
    );
  return { n: head.n, prev: hashOfLine(line) };
}

/** A line is shorter than 2 kB. */
const LONGEST_LINE = 16_384;

function lastLine(file: string): string | null {
  if (!existsSync(file)) return null;
  const { text } = readTail(file);
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  return lines.at(-2) ?? null;
}

function wholeBytes(file: string): number {
  const { text, size } = readTail(file);
  return size - (text.length - text.lastIndexOf("\n") - 1);
}

/** A byte a character, so that places in the text are places in the file. */
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

/** Cuts off half a line that a crash left, then appends and syncs, the folder too. */
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
