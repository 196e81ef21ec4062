import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { openDesk } from "../uploads/desk.ts";
import { UploadRefused } from "../uploads/upload-refused.ts";
import { COMMANDS } from "./commands.ts";
import { type Lines, readLines } from "./lines.ts";
import type { FtpMember } from "./member.ts";
import type { Control, ControlOptions } from "./talk.ts";

const SIGN_IN_MS = 60_000;
const IDLE_MS = 600_000;

/** Answers one peer. Bounded in time, and in what it may send before it is answered. */
export async function serveControl(socket: Socket, options: ControlOptions, signedIn: () => void): Promise<void> {
  const sender = socket.remoteAddress ?? "";
  if (options.callers.isOver(sender)) return void socket.destroy();
  const over = setTimeout(() => socket.destroy(), SIGN_IN_MS);
  let lines: Lines | null = null;
  const control: Control = {
    options,
    socket,
    sender,
    stream: socket,
    secured: false,
    user: "",
    member: null,
    desk: null,
    folder: "/",
    restart: 0,
    renaming: null,
    data: null,
    dataSecured: false,
    wrong: 0,
    abort: null,
    say: (code, text) => void write(control.stream, `${code} ${text}\r\n`),
    sayLines: (code, first, between, last) =>
      void write(
        control.stream,
        `${code}-${first}\r\n${between.map((line) => ` ${line}\r\n`).join("")}${code} ${last}\r\n`,
      ),
    welcome(member) {
      const leave = enter(member, socket);
      clearTimeout(over);
      signedIn();
      const desk = openDesk(member);
      Object.assign(control, { member, desk, folder: "/" });
      control.stream.setTimeout(IDLE_MS, () => {
        if (control.abort === null) socket.destroy();
      });
      socket.once("close", () => {
        leave();
        desk.close();
      });
    },
    async secure() {
      const context = await options.secureContext();
      // What came in clear text behind the question must not be taken for what is said under cover.
      if (context === null || lines?.detach() === true) return void socket.destroy();
      const secured = new TLSSocket(socket, { isServer: true, secureContext: context });
      secured.on("error", () => socket.destroy());
      secured.once("end", () => socket.destroy());
      secured.once("close", () => socket.destroy());
      Object.assign(control, { stream: secured, secured: true });
      lines = listenTo(control);
    },
    end: () => void control.stream.end(),
  };
  socket.once("end", () => socket.destroy());
  socket.once("close", () => {
    clearTimeout(over);
    control.abort?.();
    control.data?.close();
  });
  if (options.security === "implicit") {
    control.dataSecured = true;
    await control.secure();
  } else {
    lines = listenTo(control);
  }
  control.say(220, "Gallra takes files.");
}

function enter(member: FtpMember, socket: Socket): () => void {
  try {
    return member.enter(() => socket.destroy());
  } catch (error) {
    if (error instanceof UploadRefused) member.refused(error.why);
    throw error;
  }
}

function listenTo(control: Control): Lines {
  return readLines(
    control.stream,
    (line) => obey(control, line),
    (line) => {
      // It is answered in its turn, behind what it ends.
      if (/^abor$/i.test(line.trim())) control.abort?.();
    },
  );
}

/** Before it has signed in, a peer may do these. */
const BEFORE = new Set([
  "USER",
  "PASS",
  "AUTH",
  "PBSZ",
  "PROT",
  "FEAT",
  "OPTS",
  "SYST",
  "NOOP",
  "QUIT",
  "HELP",
  "CLNT",
]);

async function obey(control: Control, line: string): Promise<void> {
  if (control.socket.destroyed) return;
  const [word = ""] = line.split(" ");
  const name = word.toUpperCase();
  const command = COMMANDS[name];
  if (name !== "RNTO") control.renaming = name === "RNFR" ? control.renaming : null;
  try {
    if (command === undefined) return control.say(502, "Not known here.");
    if (control.member === null && !BEFORE.has(name)) return control.say(530, "Sign in first.");
    await command(control, line.slice(word.length + 1));
  } catch (error) {
    if (error instanceof UploadRefused) {
      control.member?.refused(error.why);
      return control.say(553, error.message);
    }
    // Neither the inbox's own words nor a library's are the peer's business.
    control.say(451, "It is not stored. Send it again.");
  }
}

function write(stream: Socket, text: string): void {
  if (!stream.writable) return;
  stream.write(text);
  // Whoever asks and never reads what is answered fills the memory.
  if (stream.writableLength > MOST_UNREAD) stream.destroy();
}

const MOST_UNREAD = 1_048_576;
