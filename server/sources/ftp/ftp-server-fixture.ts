import { once } from "node:events";
import { lstatSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { type Fate, openProxy } from "../files/proxy-fixture.ts";
import { playAuthority } from "../http/played-authority.ts";

/** For tests: an FTP server of this process that shows one folder, and misbehaves as it is told. */
export interface FtpPeer {
  readonly port: number;
  readonly fails: Failings;
  /** Every command, without what a password command says. */
  readonly commands: string[];
  changeCertificate(): Promise<void>;
  close(): void;
}

export interface Failings {
  /** Replies "not implemented". */
  lacks?: ReadonlySet<string>;
  /** Never answers. */
  silent?: ReadonlySet<string>;
  /** What PASV and EPSV announce goes through a way that breaks connections. */
  fateOf?: () => Fate | null;
  /** Transfers end after so many bytes; `confirmed` says whether the server claims that all was sent. */
  endsAt?: number;
  confirmed?: boolean;
  size?: (size: number) => number;
}

export const USER = "gallra";
export const PASSWORD = "rödlök-7";

export async function openFtpPeer(
  root: string,
  security: "explicit" | "implicit" | "none",
  fails: Failings = {},
): Promise<FtpPeer> {
  const authority = await playAuthority();
  let secure = await contextOf(authority);
  const commands: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => undefined);
    serve({ root, fails, commands, context: () => secure, security }, socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: portOf(server),
    fails,
    commands,
    async changeCertificate() {
      secure = await contextOf(authority);
      for (const socket of open) socket.destroy();
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

async function contextOf(authority: Awaited<ReturnType<typeof playAuthority>>): Promise<SecureContext> {
  return createSecureContext(await authority.issue("127.0.0.1"));
}

export function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

interface Shown {
  readonly root: string;
  readonly fails: Failings;
  readonly commands: string[];
  context(): SecureContext;
  readonly security: "explicit" | "implicit" | "none";
}

interface Talk extends Shown {
  socket: Socket;
  data: Promise<Socket> | null;
  secured: boolean;
  user: string;
  rest: number;
  from: string;
  say(text: string): void;
}

function serve(shown: Shown, socket: Socket): void {
  const talk: Talk = {
    ...shown,
    socket,
    data: null,
    secured: false,
    user: "",
    rest: 0,
    from: "",
    say: (text) => void (talk.socket.writable && talk.socket.write(`${text}\r\n`)),
  };
  if (shown.security === "implicit") talk.socket = secured(talk, socket);
  listen(talk);
  talk.say("220 Ready.");
}

function secured(talk: Talk, socket: Socket): TLSSocket {
  const wrapped = new TLSSocket(socket, { isServer: true, secureContext: talk.context() });
  wrapped.on("error", () => undefined);
  return wrapped;
}

function listen(talk: Talk): void {
  let rest = "";
  talk.socket.on("data", (bytes) => {
    rest += bytes.toString("utf8");
    for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      const [command = ""] = line.split(" ");
      const argument = line.slice(command.length + 1);
      talk.commands.push(command === "PASS" ? "PASS" : line);
      answer(talk, command.toUpperCase(), argument);
    }
  });
}

function answer(talk: Talk, command: string, argument: string): void {
  const { fails, say } = talk;
  if (fails.silent?.has(command) === true) return;
  const work = fails.lacks?.has(command) === true ? undefined : COMMANDS[command];
  if (work === undefined) {
    say("502 Not implemented.");
    return;
  }
  try {
    work(talk, argument);
  } catch {
    say("550 No such file.");
  }
}

const COMMANDS: Readonly<Record<string, (talk: Talk, argument: string) => void>> = {
  AUTH(talk) {
    if (talk.security !== "explicit") return talk.say("502 No.");
    talk.socket.removeAllListeners("data");
    talk.socket.write("234 Go on.\r\n", () => {
      talk.socket = secured(talk, talk.socket);
      listen(talk);
    });
  },
  USER(talk, user) {
    talk.user = user;
    talk.say(talk.security === "explicit" && !(talk.socket instanceof TLSSocket) ? "530 TLS first." : "331 Password?");
  },
  PASS: (talk, password) => talk.say(talk.user === USER && password === PASSWORD ? "230 Welcome." : "530 No."),
  FEAT(talk) {
    const features = ["MLST type*;size*;modify*;", "SIZE", "MDTM", "REST STREAM", "EPSV", "UTF8"];
    const shown = features.filter(
      (line) => talk.fails.lacks?.has((line.split(" ")[0] ?? "").replace("MLST", "MLSD")) !== true,
    );
    talk.say(`211-Features:\r\n${shown.map((line) => ` ${line}`).join("\r\n")}\r\n211 End`);
  },
  PBSZ: (talk) => talk.say("200 OK."),
  PROT: (talk) => talk.say("200 OK."),
  OPTS: (talk) => talk.say("200 OK."),
  TYPE: (talk, type) => talk.say(type === "I" ? "200 OK." : "504 Binary only."),
  NOOP: (talk) => talk.say("200 OK."),
  CWD: (talk, path) => talk.say(statSync(real(talk, path)).isDirectory() ? "250 OK." : "550 No folder."),
  PWD: (talk) => talk.say('257 "/" is where you are.'),
  SIZE(talk, path) {
    const { size } = statSync(real(talk, path));
    talk.say(`213 ${talk.fails.size?.(size) ?? size}`);
  },
  MDTM: (talk, path) => talk.say(`213 ${stamp(statSync(real(talk, path)).mtimeMs)}`),
  REST(talk, at) {
    talk.rest = Number(at);
    talk.say("350 From there.");
  },
  EPSV: (talk) => openData(talk, (port) => `229 Entering (|||${port}|)`),
  // Another machine's address: whoever goes there has believed it.
  PASV: (talk) => openData(talk, (port) => `227 Entering (10,255,255,1,${port >> 8},${port & 255})`),
  MLSD: (talk) => void send(talk, Buffer.from(listing(talk, factsOf))),
  LIST: (talk) => void send(talk, Buffer.from(listing(talk, lineOf))),
  RETR(talk, path) {
    const bytes = readFileSync(real(talk, path));
    const { rest } = talk;
    talk.rest = 0;
    void send(talk, bytes.subarray(rest), talk.fails.endsAt === undefined ? undefined : talk.fails.endsAt - rest);
  },
  DELE(talk, path) {
    unlinkSync(real(talk, path));
    talk.say("250 Gone.");
  },
  RNFR(talk, path) {
    lstatSync(real(talk, path));
    talk.from = path;
    talk.say("350 To where?");
  },
  RNTO(talk, path) {
    renameSync(real(talk, talk.from), real(talk, path));
    talk.say("250 There.");
  },
  QUIT: (talk) => talk.say("221 Bye."),
};

function real({ root }: Talk, path: string): string {
  return join(root, path);
}

function openData(talk: Talk, reply: (port: number) => string): void {
  const server = createServer();
  talk.data = new Promise((resolve) => {
    server.once("connection", (socket) => {
      server.close();
      socket.on("error", () => undefined);
      resolve(talk.security === "none" ? socket : secured(talk, socket));
    });
  });
  server.listen(0, "127.0.0.1", async () => {
    const { fateOf } = talk.fails;
    const way = fateOf === undefined ? null : await openProxy(portOf(server), fateOf);
    const end = () => {
      way?.close();
      server.close();
    };
    talk.socket.once("close", end);
    // A way outlives the transfer: what stalls on it goes on stalling.
    if (way === null) server.once("close", () => talk.socket.off("close", end));
    talk.say(reply(way?.port ?? portOf(server)));
  });
}

async function send(talk: Talk, bytes: Buffer, most = bytes.length): Promise<void> {
  if (talk.data === null) return talk.say("425 No data connection.");
  talk.say("150 Here it comes.");
  const socket = await talk.data;
  talk.data = null;
  const isCut = most < bytes.length;
  socket.once("close", (hadError) => {
    const isWhole = !hadError && (!isCut || talk.fails.confirmed === true);
    talk.say(isWhole ? "226 All of it." : "426 Cut.");
  });
  socket.end(bytes.subarray(0, Math.max(0, most)));
  socket.resume();
}

interface Entry {
  readonly name: string;
  readonly stats: { size: number; mtimeMs: number; isFile(): boolean; isSymbolicLink(): boolean };
}

function listing(talk: Talk, line: (entry: Entry) => string): string {
  const entries = readdirSync(talk.root).map((name) => {
    const stats = lstatSync(join(talk.root, name));
    const size = talk.fails.size?.(stats.size) ?? stats.size;
    const isFile = () => stats.isFile();
    return { name, stats: { size, mtimeMs: stats.mtimeMs, isFile, isSymbolicLink: () => stats.isSymbolicLink() } };
  });
  return entries.map((entry) => `${line(entry)}\r\n`).join("");
}

function factsOf({ name, stats }: Entry): string {
  const type = stats.isFile() ? "file" : stats.isSymbolicLink() ? "OS.unix=symlink" : "dir";
  return `type=${type};size=${stats.size};modify=${stamp(stats.mtimeMs)}; ${name}`;
}

function lineOf({ name, stats }: Entry): string {
  const kind = stats.isFile() ? "-" : stats.isSymbolicLink() ? "l" : "d";
  const [, month, day, , time] = new Date(stats.mtimeMs)
    .toUTCString()
    .replace(",", "")
    .split(" ")
    .map((part, i, all) => (i === 1 ? (all[2] ?? "") : i === 2 ? (all[1] ?? "") : part));
  const link = stats.isSymbolicLink() ? " -> elsewhere" : "";
  return `${kind}rw-r--r--    1 0        0        ${String(stats.size).padStart(12)} ${month} ${day} ${time?.slice(0, 5)} ${name}${link}`;
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, "");
}
