import type { KeyObject } from "node:crypto";
import type { FileEntry, SFTPWrapper, Stats } from "ssh2";
import { nameMac } from "../files/fingerprint.ts";
import { byAge, FileRefused, isWanted, type OpenFile, type SeenFile } from "../files/folder.ts";
import { withHead } from "../files/head-cache.ts";
import { folderOf } from "../files/remote-settings.ts";
import type { RemoteFolder } from "../files/remote-source.ts";
import { SourceTrouble } from "../problem.ts";
import type { Pin } from "../transport.ts";
import { readInto } from "./read-into.ts";
import { openSession, type SessionOptions, type SftpSession, SftpStatus, STATUS } from "./session.ts";

/** A folder has that many files at most, and is listed within that time: a server may never come to an end. */
const FILES_MOST = 200_000;
/** Of all names together, as they come. */
const NAMES_MOST = 41_943_040;
const LIST_MS = 120_000;

/** `key` makes what stands for a file's number. */
export function sftpFolder(options: Omit<SessionOptions, "accepts"> & { readonly key: KeyObject }): RemoteFolder {
  const { settings, key } = options;
  let session: SftpSession | null = null;
  const connected = async (): Promise<SftpSession> => {
    if (session?.isOpen === true) return session;
    const { pin } = settings;
    if (pin === undefined) throw new SourceTrouble("pin-missing");
    session = await openSession({ ...options, accepts: ({ fingerprint }: Pin) => fingerprint === pin });
    return session;
  };
  const seenAs = (name: string, stats: Seen): SeenFile => ({
    key: name,
    inode: nameMac(key, name),
    path: `${settings.folder}/${name}`,
    size: stats.size,
    modifiedMs: stats.mtime * 1000,
  });
  return {
    byName: true,
    async list() {
      const found = await listFolder(await connected(), settings.folder);
      const wanted = found.filter(({ filename, longname, attrs }) => isOwnName(filename) && isFile(attrs, longname));
      return wanted
        .flatMap(({ filename, attrs }) => (isWanted(filename, settings.pattern) ? [seenAs(filename, attrs)] : []))
        .sort(byAge);
    },
    open: async ({ path }) => await openFile(await connected(), path),
    async remove(file, holds) {
      const to = settings.after === "move" ? `${folderOf(settings)}/${file.key}` : null;
      await remove(await connected(), file, to, holds).catch(asRefused);
    },
    async close() {
      session?.close();
      session = null;
    },
  };
}

type Seen = Pick<Stats, "size" | "mtime" | "mode">;

/** Links are not followed where the server tells them apart: by the mode, or where that is bare by the line that `ls` would show. */
function isFile({ mode }: Pick<Stats, "mode">, line = "-"): boolean {
  const kind = (mode ?? 0) & 0o170000;
  return kind === 0 ? line.startsWith("-") : kind === 0o100000;
}

/** A name is what stands in the folder, never a way out of it. */
function isOwnName(name: string): boolean {
  return name !== "" && !/[/\p{Cc}\ufffd]/u.test(name) && name !== "." && name !== "..";
}

async function listFolder(session: SftpSession, folder: string): Promise<FileEntry[]> {
  const until = performance.now() + LIST_MS;
  const handle = await session.ask<Buffer>((sftp, done) => sftp.opendir(folder, done)).catch(asFolderTrouble);
  const all: FileEntry[] = [];
  let names = 0;
  for (;;) {
    const some = await session
      .ask<FileEntry[]>((sftp, done) => readDirectory(sftp, handle, done))
      .catch((error: unknown) => {
        if (error instanceof SftpStatus && error.status === STATUS.eof) return null;
        return asFolderTrouble(error);
      });
    if (some === null) break;
    for (const entry of some) {
      all.push(entry);
      names += entry.filename.length + entry.longname.length;
    }
    const isEndless = all.length > FILES_MOST || names > NAMES_MOST;
    if (isEndless || performance.now() > until) {
      session.close();
      throw new SourceTrouble(isEndless ? "protocol-broken" : "timed-out");
    }
  }
  await session.ask<undefined>((sftp, done) => sftp.close(handle, done)).catch(unlessStatus);
  return all;
}

function readDirectory(
  sftp: SFTPWrapper,
  handle: Buffer,
  done: (error?: Error | null, list?: FileEntry[]) => void,
): void {
  sftp.readdir(handle, done);
}

async function openFile(session: SftpSession, path: string): Promise<OpenFile | null> {
  const handle = await session.ask<Buffer>((sftp, done) => sftp.open(path, "r", done)).catch(asMissing);
  if (handle === null) return null;
  const stat = () => session.ask<Stats>((sftp, done) => sftp.fstat(handle, done)).catch(asRefused);
  // Nobody waits for it: a connection that is gone has closed its files.
  const close = () => {
    if (session.isOpen) session.ask<undefined>((sftp, done) => sftp.close(handle, done)).catch(() => undefined);
    return Promise.resolve();
  };
  let opened: Stats | null = await stat();
  if (!isFile(opened)) {
    await close();
    return null;
  }
  return withHead({
    read(into, offset, length, position) {
      opened = null;
      return readInto(session, handle, into, offset, length, position).catch(asRefused);
    },
    stat: async () => {
      // Asked for at its opening, which is a moment ago as long as nothing was read.
      const { size, mtime } = opened ?? (await stat());
      opened = null;
      return { size, mtimeMs: mtime * 1000 };
    },
    close,
  });
}

async function remove(session: SftpSession, seen: SeenFile, to: string | null, holds: () => void): Promise<void> {
  const look = (path: string) => session.ask<Stats>((sftp, done) => sftp.lstat(path, done)).catch(asMissing);
  const now = await look(seen.path);
  if (now === null || now.size !== seen.size || now.mtime * 1000 !== seen.modifiedMs) return;
  if (to === null) {
    holds();
    return void (await session.ask<undefined>((sftp, done) => sftp.unlink(seen.path, done)));
  }
  // What was moved there before stays: some servers overwrite it.
  const free = (await look(to)) === null ? to : `${to}.${Date.now().toString(36)}`;
  holds();
  await session.ask<undefined>((sftp, done) => sftp.rename(seen.path, free, done));
}

function asFolderTrouble(error: unknown): never {
  if (!(error instanceof SftpStatus)) throw error;
  if (error.status === STATUS.missing) throw new SourceTrouble("folder-missing", error);
  throw new SourceTrouble(error.status === STATUS.refused ? "folder-unreadable" : "no-folder", error);
}

function asMissing(error: unknown): null {
  if (error instanceof SftpStatus && error.status === STATUS.missing) return null;
  return asRefused(error);
}

function asRefused(error: unknown): never {
  if (error instanceof SftpStatus) throw new FileRefused(error.message, { cause: error });
  throw error;
}

function unlessStatus(error: unknown): void {
  if (!(error instanceof SftpStatus)) throw error;
}
