import { posix } from "node:path";
import { inTurn } from "./in-turn.ts";
import type { Member } from "./member.ts";
import { checkName, pathOf } from "./names.ts";
import type { Upload } from "./upload.ts";
import { type Refusal, UploadRefused } from "./upload-refused.ts";

/** Of what a peer is shown. Sizes are of what came; the time is that of its coming. */
export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder";
  readonly size: number;
  readonly at: Date;
}

/** One file being sent by a peer. */
export interface Receiving {
  length(): number;
  /** Resolves once there is room for more. Rejects with UploadRefused, or with what the inbox says: then nothing of it is kept. */
  write(bytes: Uint8Array): Promise<void>;
  /** From its start again. */
  restart(): Promise<void>;
  /** Resolves once all of it is on disk: only then may the peer be told so. */
  close(): Promise<void>;
  cut(): void;
  /** Nothing of it is kept. */
  drop(): Promise<void>;
}

/**
 * What one connection of a user is shown: a root of its own with what it has sent itself, and with what still waits of this user.
 * Nothing can be read back, and nothing of the machine's own files is there.
 */
export interface Desk {
  /** null: there is nothing. */
  stat(path: string): Entry | null;
  list(path: string): Entry[];
  makeFolder(path: string): void;
  /** Answers whether it was there. */
  remove(path: string): Promise<boolean>;
  /** A file whose name it was that waited for it is taken before this resolves. Answers whether there was anything. */
  rename(from: string, to: string): Promise<boolean>;
  /** `go-on`: what is there of a file that was cut off; else from its start. */
  receive(path: string, how: "new" | "go-on"): Receiving;
  /** Its peer was told that something is not taken. */
  refused(why: Refusal | null): void;
  /** Cuts off what was not closed. */
  close(): void;
}

const MOST_SHOWN = 10_000;

export function openDesk(member: Member): Desk {
  const files = new Map<string, { size: number; at: Date }>();
  const folders = new Set<string>();
  const open = new Set<Receiving>();
  const isFolder = (path: string) => path === "/" || folders.has(path);
  const show = (path: string, size: number) => {
    files.set(path, { size, at: new Date() });
    const [oldest] = files.keys();
    if (files.size > MOST_SHOWN && oldest !== undefined) files.delete(oldest);
  };
  const withParents = (path: string) => {
    for (let at = path; at !== "/" && folders.size < MOST_SHOWN; at = posix.dirname(at)) folders.add(at);
  };
  withParents(pathOf("/", member.settings.folder));
  const fileAt = (path: string) => {
    const waiting = member.shelf.get(path);
    return waiting === null ? files.get(path) : { size: waiting.upload.length, at: new Date() };
  };
  return {
    stat(path) {
      const name = posix.basename(path);
      if (isFolder(path)) return { name, kind: "folder", size: 0, at: STARTED };
      const file = fileAt(path);
      return file === undefined ? null : { name, kind: "file", ...file };
    },
    list(path) {
      const within = (one: string) => one !== "/" && posix.dirname(one) === path;
      const names = new Set([...files.keys(), ...[...member.shelf.entries()].map(([name]) => name)].filter(within));
      return [...folders, ...names].filter(within).flatMap((one) => this.stat(one) ?? []);
    },
    makeFolder(path) {
      if (folders.size >= MOST_SHOWN) throw new UploadRefused("There are too many folders.", "at-once");
      withParents(path);
    },
    async remove(path) {
      const waiting = member.shelf.take(path);
      await waiting?.upload.drop();
      return [waiting !== null, files.delete(path), folders.delete(path)].includes(true);
    },
    async rename(from, to) {
      checkName(to);
      const waiting = member.shelf.take(from);
      if (waiting?.why === "named") await member.finish(waiting.upload, to);
      else if (waiting !== null) member.shelf.put(to, waiting.upload, "cut");
      const size = waiting?.upload.length ?? files.get(from)?.size;
      files.delete(from);
      if (size !== undefined) show(to, size);
      else if (folders.delete(from)) withParents(to);
      else return false;
      return true;
    },
    receive(path, how) {
      checkName(path);
      if (isFolder(path)) throw new UploadRefused("There is a folder of this name.", "name");
      const waiting = member.shelf.get(path);
      const upload = member.begin(how === "go-on" ? waiting?.upload : undefined);
      member.shelf.take(path);
      if (waiting !== null && waiting.upload !== upload) void waiting.upload.drop().catch(() => undefined);
      const receiving = receive(member, path, upload, {
        shown: (size) => show(path, size),
        over: () => void open.delete(receiving),
      });
      open.add(receiving);
      return receiving;
    },
    refused: member.refused,
    close() {
      for (const one of [...open]) one.cut();
    },
  };
}

const STARTED = new Date();

interface Told {
  shown(size: number): void;
  over(): void;
}

function receive(member: Member, path: string, begun: Upload, told: Told): Receiving {
  let upload = begun;
  let over = false;
  // None after its end: a write may still be under way when the connection breaks.
  const turns = inTurn();
  const whileOpen = () => {
    if (over) throw new UploadRefused("The file is closed.", null);
  };
  const end = () => {
    over = true;
    told.over();
  };
  const drop = async () => {
    end();
    await member.drop(upload);
  };
  return {
    length: () => upload.length,
    write: (bytes) =>
      turns(async () => {
        whileOpen();
        try {
          await upload.write(bytes);
        } catch (error) {
          member.failed(error);
          await drop().catch(() => undefined);
          throw error;
        }
      }),
    restart: () =>
      turns(async () => {
        whileOpen();
        await member.drop(upload);
        upload = member.begin();
      }),
    close: () =>
      turns(async () => {
        whileOpen();
        end();
        await member.finish(upload, path);
        told.shown(upload.length);
      }),
    cut: () =>
      void turns(async () => {
        if (over) return;
        end();
        member.cut(upload, path);
      }),
    drop: () => turns(drop),
  };
}
