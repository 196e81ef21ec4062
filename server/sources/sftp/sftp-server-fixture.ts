import { once } from "node:events";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import ssh2, { type Attributes, type Connection, type SFTPWrapper } from "ssh2";

const { Server, utils } = ssh2;
const { STATUS_CODE } = utils.sftp;

/** For tests: an SSH server of this process that shows one folder, and misbehaves as it is told. */
export interface SftpPeer {
  readonly port: number;
  /** As OpenSSH writes a private key; the server accepts it. */
  readonly userKey: string;
  readonly fails: Failings;
  /** Passwords and keys that were offered. */
  readonly offered: string[];
  readonly handles: { open: number; most: number };
  /** Another host key from the next connection on. */
  changeHostKey(): Promise<void>;
  close(): void;
}

export interface Failings {
  /** Never answers these requests. */
  silent?: ReadonlySet<string>;
  /** Says of sizes whatever it likes. */
  size?: (size: number) => number;
  /** Reads end at this place, as if the file did. */
  endsAt?: number;
  /** A folder without an end: a hundred of these in each answer. */
  endless?: () => { readonly filename: string; readonly longname: string };
  /** Breaks the connection after so many reads. */
  readsLeft?: number;
  passwordPrompt?: boolean;
  /** Told before a file is deleted: the port at which whoever deletes it is met. */
  removing?: (port: number) => void;
}

export const USER = "gallra";
export const PASSWORD = "rödlök-7";

/** Now and then ssh2 makes a key that it cannot read itself. */
export function newKeyPair() {
  for (;;) {
    const pair = utils.generateKeyPairSync("ed25519");
    if (!(utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

export async function openSftpPeer(root: string, fails: Failings = {}): Promise<SftpPeer> {
  const userKey = newKeyPair();
  const newHostKey = () => newKeyPair().private;
  const offered: string[] = [];
  const handles = { open: 0, most: 0 };
  const open = new Set<Connection>();
  const make = () =>
    new Server({ hostKeys: [newHostKey()] }, (client, { port: metAt }) => {
      // As OpenSSH does: else each short answer waits for the other side.
      (client as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true);
      open.add(client);
      client.on("close", () => open.delete(client));
      client.on("error", () => undefined);
      client.on("authentication", (ctx) => {
        if (ctx.method === "password") offered.push(ctx.password);
        if (ctx.method === "publickey") offered.push("key");
        const allowed = utils.parseKey(userKey.public);
        if (ctx.username !== USER) return ctx.reject();
        if (ctx.method === "password" && !fails.passwordPrompt && ctx.password === PASSWORD) return ctx.accept();
        if (ctx.method === "keyboard-interactive" && fails.passwordPrompt === true)
          return ctx.prompt([{ prompt: "Password: ", echo: false }], (answers) =>
            answers[0] === PASSWORD ? ctx.accept() : ctx.reject(),
          );
        if (ctx.method === "publickey" && !(allowed instanceof Error)) {
          if (!ctx.key.data.equals(allowed.getPublicSSH())) return ctx.reject();
          if (ctx.signature === undefined || ctx.blob === undefined) return ctx.accept();
          if (allowed.verify(ctx.blob, ctx.signature, ctx.hashAlgo) === true) return ctx.accept();
        }
        ctx.reject(["password", "publickey", "keyboard-interactive"]);
      });
      client.on("session", (accept) => {
        accept().on("sftp", (acceptSftp) => serve(acceptSftp(), root, fails, handles, client, metAt));
      });
    });
  let server = make();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const end = () => {
    server.close();
    for (const client of open) client.end();
  };
  return {
    port,
    userKey: userKey.private,
    fails,
    offered,
    handles,
    async changeHostKey() {
      end();
      await new Promise((resolve) => setTimeout(resolve, 50));
      server = make();
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    close: end,
  };
}

type Open = { file: number } | { names: string[]; at: number };

interface Shown {
  readonly sftp: SFTPWrapper;
  readonly root: string;
  readonly fails: Failings;
  readonly client: Connection;
  readonly metAt: number;
  readonly opened: Map<number, Open>;
  keep(one: Open): Buffer;
  drop(handle: Buffer): Open | undefined;
  answer(name: string, id: number, work: () => unknown): void;
}

function serve(
  sftp: SFTPWrapper,
  root: string,
  fails: Failings,
  handles: SftpPeer["handles"],
  client: Connection,
  metAt: number,
): void {
  const opened = new Map<number, Open>();
  let next = 0;
  const shown: Shown = {
    sftp,
    root,
    fails,
    client,
    metAt,
    opened,
    keep(one) {
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(next);
      opened.set(next++, one);
      handles.most = Math.max(handles.most, ++handles.open);
      return handle;
    },
    drop(handle) {
      const one = opened.get(handle.readUInt32BE());
      if (opened.delete(handle.readUInt32BE())) handles.open--;
      return one;
    },
    answer(name, id, work) {
      if (fails.silent?.has(name) === true) return;
      try {
        work();
      } catch (error) {
        sftp.status(id, statusOf(error as NodeJS.ErrnoException));
      }
    },
  };
  serveFolder(shown);
  serveFiles(shown);
  sftp.on("close", () => {
    handles.open -= opened.size;
    for (const one of opened.values()) if ("file" in one) closeSync(one.file);
  });
}

function statusOf({ code }: NodeJS.ErrnoException): number {
  if (code === "ENOENT") return STATUS_CODE.NO_SUCH_FILE;
  return code === "EACCES" ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
}

function real({ root }: Shown, path: string): string {
  return join(root, path);
}

function attrs({ fails }: Shown, stats: { mode: number; size: number; mtimeMs: number }): Attributes {
  const seconds = Math.trunc(stats.mtimeMs / 1000);
  const size = fails.size?.(stats.size) ?? stats.size;
  return { mode: stats.mode, uid: 0, gid: 0, size, atime: seconds, mtime: seconds };
}

function serveFolder(shown: Shown): void {
  const { sftp, answer, keep, opened } = shown;
  sftp.on("OPENDIR", (id, path) =>
    answer("OPENDIR", id, () => sftp.handle(id, keep({ names: readdirSync(real(shown, path)), at: 0 }))),
  );
  sftp.on("READDIR", (id, handle) =>
    answer("READDIR", id, () => {
      const one = opened.get(handle.readUInt32BE());
      if (shown.fails.endless !== undefined) {
        const entry = { ...shown.fails.endless(), attrs: attrs(shown, lstatSync(shown.root)) };
        return sftp.name(id, Array<typeof entry>(100).fill(entry));
      }
      if (one === undefined || !("names" in one) || one.at >= one.names.length) return sftp.status(id, STATUS_CODE.EOF);
      const names = one.names.slice(one.at, one.at + 100);
      one.at += names.length;
      const look = (filename: string) => {
        const stats = lstatSync(join(shown.root, filename), { throwIfNoEntry: false });
        return stats === undefined ? [] : [{ filename, longname: filename, attrs: attrs(shown, stats) }];
      };
      sftp.name(id, names.flatMap(look));
    }),
  );
  for (const name of ["STAT", "LSTAT"] as const)
    sftp.on(name, (id: number, path: string) =>
      answer(name, id, () => sftp.attrs(id, attrs(shown, (name === "STAT" ? statSync : lstatSync)(real(shown, path))))),
    );
  const done = (id: number) => sftp.status(id, STATUS_CODE.OK);
  sftp.on("REMOVE", (id, path) =>
    answer("REMOVE", id, () => {
      shown.fails.removing?.(shown.metAt);
      unlinkSync(real(shown, path));
      done(id);
    }),
  );
  sftp.on("RENAME", (id, from, to) =>
    answer("RENAME", id, () => {
      renameSync(real(shown, from), real(shown, to));
      done(id);
    }),
  );
}

function serveFiles(shown: Shown): void {
  const { sftp, answer, keep, drop, opened, fails } = shown;
  const fileOf = (handle: Buffer): number => {
    const one = opened.get(handle.readUInt32BE());
    if (one === undefined || !("file" in one)) throw new Error("no such handle");
    return one.file;
  };
  sftp.on("OPEN", (id, path) =>
    answer("OPEN", id, () => sftp.handle(id, keep({ file: openSync(real(shown, path), constants.O_RDONLY) }))),
  );
  sftp.on("FSTAT", (id, handle) => answer("FSTAT", id, () => sftp.attrs(id, attrs(shown, fstatSync(fileOf(handle))))));
  sftp.on("READ", (id, handle, offset, length) =>
    answer("READ", id, () => {
      if (fails.readsLeft !== undefined && fails.readsLeft-- <= 0) return shown.client.end();
      const most = Math.max(0, Math.min(length, (fails.endsAt ?? Number.MAX_SAFE_INTEGER) - offset));
      const bytes = Buffer.alloc(most);
      const bytesRead = most === 0 ? 0 : readSync(fileOf(handle), bytes, 0, most, offset);
      if (bytesRead === 0) return sftp.status(id, STATUS_CODE.EOF);
      return sftp.data(id, bytes.subarray(0, bytesRead));
    }),
  );
  sftp.on("CLOSE", (id, handle) =>
    answer("CLOSE", id, () => {
      const one = drop(handle);
      if (one !== undefined && "file" in one) closeSync(one.file);
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
}
