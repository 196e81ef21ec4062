import ssh2, { type Attributes, type SFTPWrapper } from "ssh2";
import type { Desk, Entry, Receiving } from "../uploads/desk.ts";
import { pathOf } from "../uploads/names.ts";
import { UploadRefused } from "../uploads/upload-refused.ts";
import type { Flow } from "./flow.ts";
import { createInOrder, type InOrder } from "./in-order.ts";

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp;

type Handle = FileHandle | { readonly kind: "folder"; readonly entries: readonly Entry[]; at: number };

interface FileHandle {
  readonly kind: "file";
  readonly receiving: Receiving;
  readonly append: boolean;
  readonly inOrder: InOrder;
  readonly from: number;
  shift: number;
  touched: boolean;
}

const HANDLES = 32;
const UNREAD_ANSWERS = 20_000;
const NAMES_AT_ONCE = 100;

/** Answers what a peer asks by SFTP (version 3) of its desk. Files come in order, and nothing is read back. */
export function serveFiles(sftp: SFTPWrapper, desk: Desk, flow: Flow, end: () => void): void {
  const handles = new Map<number, Handle>();
  const shown: Shown = {
    sftp,
    desk,
    handles,
    flow,
    answer(id, work, bytes = 0) {
      // Whoever asks and never reads what is answered fills the memory.
      if (((sftp as { _buffer?: readonly unknown[] })._buffer?.length ?? 0) > UNREAD_ANSWERS) return end();
      flow.run(bytes, async () => {
        try {
          await work();
        } catch (error) {
          if (error instanceof Denied) return sftp.status(id, error.code);
          if (error instanceof UploadRefused) desk.refused(error.why);
          const text = error instanceof UploadRefused ? error.message : "It is not stored. Send it again.";
          sftp.status(id, STATUS_CODE.FAILURE, text);
        }
      });
    },
    keep(handle) {
      if (handles.size >= HANDLES) throw new UploadRefused("Too many files are open.", "at-once");
      const number = nextOf(handles);
      handles.set(number, handle);
      const name = Buffer.alloc(4);
      name.writeUInt32BE(number);
      return name;
    },
  };
  sftp.on("error", end);
  // The peer has no more to ask: in its turn, behind what it waits for. What it left open is cut off.
  sftp.on("end", () =>
    flow.run(0, () => {
      for (const handle of handles.values()) if (handle.kind === "file") handle.receiving.cut();
      handles.clear();
      sftp.end();
    }),
  );
  serveSending(shown);
  serveLooking(shown);
  serveChanging(shown);
}

interface Shown {
  readonly sftp: SFTPWrapper;
  readonly desk: Desk;
  readonly handles: Map<number, Handle>;
  readonly flow: Flow;
  answer(id: number, work: () => Promise<void> | void, bytes?: number): void;
  keep(handle: Handle): Buffer;
}

class Denied extends Error {
  readonly code: number;
  constructor(code: number) {
    super("denied");
    this.code = code;
  }
}

function serveSending({ sftp, desk, handles, answer, keep, flow }: Shown): void {
  sftp.on("OPEN", (id, name, flags) =>
    answer(id, () => {
      const path = pathOf("/", name);
      const there = desk.stat(path);
      const has = (flag: number) => (flags & flag) !== 0;
      if (!has(OPEN_MODE.WRITE) || (has(OPEN_MODE.READ) === true && there !== null && !has(OPEN_MODE.TRUNC)))
        throw new Denied(there === null ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.PERMISSION_DENIED);
      if (has(OPEN_MODE.EXCL) && there !== null) throw new UploadRefused("There is a file of this name.", null);
      const receiving = desk.receive(path, has(OPEN_MODE.TRUNC) ? "new" : "go-on");
      const from = receiving.length();
      // What is added to a file that was taken is no file of its own.
      if (has(OPEN_MODE.APPEND) && (there?.size ?? 0) !== from) {
        void receiving.drop();
        throw new UploadRefused("The file was taken already. Send it from its start.", "place");
      }
      const inOrder = createInOrder(receiving, flow.held);
      const append = has(OPEN_MODE.APPEND);
      sftp.handle(id, keep({ kind: "file", receiving, inOrder, append, from, shift: 0, touched: false }));
    }),
  );
  sftp.on("WRITE", (id, name, offset, data) =>
    answer(
      id,
      async () => {
        const file = fileOf(handles, name);
        const { receiving, from } = file;
        // Some peers count from where they opened a file to add to it; others mean to send all of it again.
        if (!file.touched && offset === 0 && from > 0) {
          if (file.append) file.shift = from;
          else await receiving.restart();
        }
        file.touched = true;
        await file.inOrder.write(offset + file.shift, data);
        sftp.status(id, STATUS_CODE.OK);
      },
      data.length,
    ),
  );
  sftp.on("CLOSE", (id, name) =>
    answer(id, async () => {
      const handle = handles.get(numberOf(name));
      if (handle === undefined) throw new Denied(STATUS_CODE.FAILURE);
      handles.delete(numberOf(name));
      if (handle.kind === "file") await handle.inOrder.close();
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
}

function serveLooking({ sftp, desk, handles, answer, keep }: Shown): void {
  const shownAt = (name: string) => {
    const entry = desk.stat(pathOf("/", name));
    if (entry === null) throw new Denied(STATUS_CODE.NO_SUCH_FILE);
    return entry;
  };
  for (const kind of ["STAT", "LSTAT"] as const)
    sftp.on(kind as "STAT", (id, name) => answer(id, () => sftp.attrs(id, attributes(shownAt(name)))));
  sftp.on("FSTAT", (id, name) =>
    answer(id, () => {
      const { receiving } = fileOf(handles, name);
      sftp.attrs(id, attributes({ name: "", kind: "file", size: receiving.length(), at: new Date() }));
    }),
  );
  sftp.on("REALPATH", (id, name) =>
    answer(id, () => {
      const path = pathOf("/", name);
      sftp.name(id, [{ filename: path, longname: path, attrs: attributes({ ...ROOT, name: path }) }]);
    }),
  );
  sftp.on("OPENDIR", (id, name) =>
    answer(id, () => {
      if (shownAt(name).kind !== "folder") throw new Denied(STATUS_CODE.FAILURE);
      sftp.handle(id, keep({ kind: "folder", entries: desk.list(pathOf("/", name)), at: 0 }));
    }),
  );
  sftp.on("READDIR", (id, name) =>
    answer(id, () => {
      const folder = handles.get(numberOf(name));
      if (folder?.kind !== "folder") throw new Denied(STATUS_CODE.FAILURE);
      const entries = folder.entries.slice(folder.at, folder.at + NAMES_AT_ONCE);
      folder.at += entries.length;
      if (entries.length === 0) return sftp.status(id, STATUS_CODE.EOF);
      return sftp.name(
        id,
        entries.map((entry) => ({ filename: entry.name, longname: longName(entry), attrs: attributes(entry) })),
      );
    }),
  );
  sftp.on("READ", (id) =>
    answer(id, () => {
      throw new Denied(STATUS_CODE.PERMISSION_DENIED);
    }),
  );
}

function serveChanging({ sftp, desk, handles, answer }: Shown): void {
  const done = (id: number, worked: boolean, otherwise = STATUS_CODE.NO_SUCH_FILE) =>
    sftp.status(id, worked ? STATUS_CODE.OK : otherwise);
  sftp.on("RENAME", (id, from, to) =>
    answer(id, async () => done(id, await desk.rename(pathOf("/", from), pathOf("/", to)))),
  );
  for (const kind of ["REMOVE", "RMDIR"] as const)
    sftp.on(kind as "REMOVE", (id, name) => answer(id, async () => done(id, await desk.remove(pathOf("/", name)))));
  sftp.on("MKDIR", (id, name) =>
    answer(id, () => {
      const path = pathOf("/", name);
      if (desk.stat(path) !== null) return done(id, false, STATUS_CODE.FAILURE);
      desk.makeFolder(path);
      return done(id, true);
    }),
  );
  // Times and rights of what is not kept as a file are taken note of by nobody.
  sftp.on("SETSTAT", (id, name) => answer(id, () => done(id, desk.stat(pathOf("/", name)) !== null)));
  sftp.on("FSETSTAT", (id, name, { size }) =>
    answer(id, () => {
      const { receiving } = fileOf(handles, name);
      done(id, size === undefined || size === receiving.length(), STATUS_CODE.OP_UNSUPPORTED);
    }),
  );
}

function fileOf(handles: ReadonlyMap<number, Handle>, name: Buffer): FileHandle {
  const handle = handles.get(numberOf(name));
  if (handle?.kind !== "file") throw new Denied(STATUS_CODE.FAILURE);
  return handle;
}

function numberOf(name: Buffer): number {
  return name.length === 4 ? name.readUInt32BE(0) : -1;
}

function nextOf(handles: ReadonlyMap<number, Handle>): number {
  let number = 0;
  while (handles.has(number)) number++;
  return number;
}

const ROOT: Entry = { name: "/", kind: "folder", size: 0, at: new Date(0) };

function attributes({ kind, size, at }: Entry): Attributes {
  const seconds = Math.trunc(at.getTime() / 1000);
  return { mode: kind === "folder" ? 0o040_700 : 0o100_600, uid: 0, gid: 0, size, atime: seconds, mtime: seconds };
}

function longName({ name, kind, size, at }: Entry): string {
  const [, day, month, , time = ""] = at.toUTCString().split(" ");
  return `${kind === "folder" ? "drwx" : "-rw-"}------    1 0        0        ${String(size).padStart(12)} ${month} ${day} ${time.slice(0, 5)} ${name}`;
}
