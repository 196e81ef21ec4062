import fs, { readFileSync, writeFileSync } from "node:fs";
import fsp, { type FileHandle } from "node:fs/promises";
import { Socket as Packets } from "node:dgram";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";

// Loaded before a process of the product (node --import): kills it at a named point, seen from outside its code, through
// the files it opens and the statements it sends. The mark shows that it came so far.
const { searchParams } = new URL(import.meta.url);
const point = searchParams.get("name") ?? "";
const mark = searchParams.get("mark") ?? "";

function die(): void {
  writeFileSync(mark, point);
  process.kill(process.pid, "SIGKILL");
}

const paths = new WeakMap<FileHandle, string>();
const { open, rename, rm } = fsp;

fsp.open = async (...args: Parameters<typeof open>) => {
  const handle = await open(...args);
  paths.set(handle, String(args[0]));
  return handle;
};
fsp.rename = async (from, to) => {
  // A file that was pushed: all of it is on the disk, and nothing says yet that it is whole.
  if (point === "upload-undecided" && String(to).endsWith(".ready")) die();
  await rename(from, to);
  if (point === "upload-decided" && String(to).endsWith(".ready")) die();
  if (point === "upload-half-moved" && String(from).includes(".ready/")) die();
  if (point === "segment-named" && String(to).endsWith(".segment")) die();
};
fsp.readdir = new Proxy(fsp.readdir, {
  apply(target, self, args: unknown[]) {
    // What an export left behind is looked for between its last checkpoint and its being read back.
    if (point === "export-checkpointed" && /exports\/[0-9a-f-]{36}$/.test(String(args[0]))) die();
    return Reflect.apply(target, self, args);
  },
});
fsp.rm = async (path, options) => {
  const isSegment = String(path).endsWith(".segment");
  if (point === "committed" && isSegment) die();
  await rm(path, options);
  if (point === "segment-removed" && isSegment) die();
  if (point === "upload-moved" && String(path).endsWith(".ready")) die();
};
const { renameSync } = fs;
fs.renameSync = (from, to) => {
  renameSync(from, to);
  // The ledger is on the disk, and the keyring has not committed what it says.
  if (
    point === "ledger-before-commit" &&
    String(to).endsWith("/ledger/head.json") &&
    lastEntry(String(to)) === "slices"
  )
    die();
  if (point === "root-before-commit" && String(to).endsWith("/ledger/head.json") && lastEntry(String(to)) === "root")
    die();
  if (point === "root-renamed" && String(to).endsWith("/root.jwk")) die();
};
const { linkSync } = fs;
fs.linkSync = (from, to) => {
  linkSync(from, to);
  if (point === "root-linked" && String(to).endsWith("/root-old.jwk")) die();
};
syncBuiltinESMExports();

function lastEntry(head: string): string | undefined {
  const lines = readFileSync(head.replace("head.json", "ledger.jsonl"), "utf8").trimEnd().split("\n");
  return (JSON.parse(lines.at(-1) ?? "{}") as { kind?: string }).kind;
}

const sample = await open(import.meta.filename, "r");
const prototype = Object.getPrototypeOf(sample) as FileHandle;
await sample.close();
const { read, sync } = prototype;

Object.assign(prototype, {
  async read(this: FileHandle, ...args: unknown[]) {
    const result: { bytesRead: number } = await Reflect.apply(read, this, args);
    if (point === "read" && result.bytesRead > 0 && paths.get(this)?.includes("Master.csv")) die();
    return result;
  },
  async sync(this: FileHandle) {
    const path = paths.get(this) ?? "";
    if (point === "unsynced" && path.endsWith(".half")) die();
    await Reflect.apply(sync, this, []);
    if (point === "synced" && path.endsWith(".half")) die();
    if (point === "export-part-synced" && path.endsWith(".part")) die();
    if (point === "acknowledgeable" && path.endsWith("/inbox")) die();
  },
});

/** A statement's text is sent once a connection, before it runs first. */
const STATEMENTS: Record<string, RegExp> = {
  "before-keyring": /keyring\.(?:known|resolve)_subjects/,
  "between-keyring-and-data": /data\.hold_fence/,
  "before-commit": /data\.close_batch/,
  "export-before-ready": /data\.export_job e set rows_packed/,
  "export-at-cancel": /keyring\.destroy_box/,
  "keys-gone-before-drop": /data\.drop_leaf/,
  "in-the-drop": /delete from data\.stored_count/,
  "refused-before-rows": /data\.delete_slice/,
  "rows-moving": /data\.replace_parties/,
  "rekey-begun": /keyring\.rekey_read/,
  "rekey-copying": /keyring\.rekey_put/,
  "rekey-indexing": /keyring\.rekey_index/,
  "rekey-switching": /keyring\.rekey_switch/,
  "rekey-switched": /keyring\.note_switch/,
  "inbox-resealing": /keyring\.reseal_inbox/,
  "root-giving-up": /keyring\.promote_root/,
};
/** Set once the process has sent the statement before the one at which it dies. */
let rowsAreGone = false;
/** What a transport says last: how its first bytes look on the wire. */
const LAST_WORDS: Record<string, RegExp> = {
  "before-http-answer": /^HTTP\/1\.1 20[04]/,
  // NEC's SMDR: a block has arrived.
  "before-acknowledgement": /^\x16400004/,
  "before-remote-delete": /^DELE /,
  // FTP: a file that was sent to us is stored.
  "before-upload-answer": /^226 /,
};
/** The name under which a connection has prepared its COMMIT: later it is sent by that name alone. */
const commits = new WeakMap<Socket, string>();
const closing = new WeakSet<Socket>();
const { write } = Socket.prototype;

Object.assign(Socket.prototype, {
  write(this: Socket, ...args: unknown[]) {
    const [chunk] = args;
    const text =
      typeof chunk === "string" ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk).toString("latin1") : "";
    if (STATEMENTS[point]?.test(text) === true || LAST_WORDS[point]?.test(text) === true) die();
    rowsAreGone ||= text.includes("data.delete_slice");
    if (point === "rows-gone-before-keys" && rowsAreGone && text.includes("keyring.shred_night")) die();
    const name = /P[\s\S]{4}([^\0]+)\0commit\0/.exec(text)?.[1] ?? commits.get(this);
    if (name !== undefined) commits.set(this, name);
    const isCommit = name !== undefined && text.includes(`\0${name}\0`);
    const sent: unknown = Reflect.apply(write, this, args);
    // The server may or may not get to commit: the process will never know.
    if (point === "commit-in-doubt" && closing.has(this) && isCommit) die();
    if (text.includes("data.close_batch")) closing.add(this);
    return sent;
  },
});

const { send } = Packets.prototype;
Object.assign(Packets.prototype, {
  send(this: Packets, ...args: unknown[]) {
    // RADIUS: Accounting-Response.
    if (point === "before-radius-answer" && args[0] instanceof Uint8Array && args[0][0] === 5) die();
    return Reflect.apply(send, this, args) as undefined;
  },
});
