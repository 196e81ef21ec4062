import type { Socket } from "node:net";
import ssh2, { type AuthContext, type Connection, type Session } from "ssh2";
import { algorithms } from "../sftp/algorithms.ts";
import { type Callers, createCallers } from "../uploads/callers.ts";
import { openDesk } from "../uploads/desk.ts";
import type { Serve } from "../uploads/listen.ts";
import type { Proof } from "../uploads/member.ts";
import { createFlow } from "./flow.ts";
import { isOld, type SftpMember } from "./member.ts";
import { serveFiles } from "./serve-files.ts";

const SIGN_IN_MS = 30_000;
const IDLE_MS = 600_000;
const ATTEMPTS = 10;
const SESSIONS = 4;
const METHODS: ("password" | "publickey" | "keyboard-interactive")[] = [
  "publickey",
  "password",
  "keyboard-interactive",
];

/** Answers the connections of one port for the sources that share it. */
export function createDoor(members: ReadonlySet<SftpMember>, hostKeys: readonly string[]): Serve {
  const callers = createCallers(members);
  const options = { hostKeys: [...hostKeys], ident: "Gallra" };
  const answer: Serve["serve"] = (socket, signedIn) => {
    if (callers.isOver(socket.remoteAddress ?? "")) return void socket.destroy();
    // Before a first line comes there is no connection to speak of, and it counts too.
    const over = setTimeout(() => socket.destroy(), SIGN_IN_MS);
    socket.once("close", () => clearTimeout(over));
    // Which user comes is told only behind the key exchange: old ones are offered where one of the users may need them, and whoever
    // came by one without being allowed to is sent away after his name.
    const old = [...members].some((one) => one.oldAlgorithms);
    const server = new ssh2.Server({ ...options, algorithms: algorithms(old) }, (client) =>
      serve(client, socket, members, callers, () => {
        clearTimeout(over);
        signedIn();
      }),
    );
    server.injectSocket(socket);
  };
  return { awaits: callers.awaits, serve: answer };
}

function serve(
  client: Connection,
  socket: Socket,
  members: ReadonlySet<SftpMember>,
  callers: Callers,
  signedIn: () => void,
): void {
  const sender = socket.remoteAddress ?? "";
  let found: SftpMember | null = null;
  let old = true;
  let attempts = 0;
  client.on("error", () => socket.destroy());
  client.on("handshake", (negotiated) => {
    old = isOld(negotiated);
  });
  client.on("authentication", (context) => {
    if (++attempts > ATTEMPTS) return void socket.destroy();
    signIn(context, async (proof) => {
      const member = membered(await callers.find(sender, proof), members);
      if (member === null || socket.destroyed) return null;
      if (old && !member.oldAlgorithms) {
        member.refused("algorithms");
        return null;
      }
      // Told before it is accepted: what follows comes at once.
      found = member;
      return member;
    }).catch(() => socket.destroy());
  });
  client.once("ready", () => {
    signedIn();
    if (found === null || !members.has(found)) return void socket.destroy();
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    welcome(client, socket, found);
  });
}

function welcome(client: Connection, socket: Socket, member: SftpMember): void {
  const desk = openDesk(member);
  let sessions = 0;
  try {
    const leave = member.enter(() => socket.destroy());
    socket.once("close", () => {
      leave();
      desk.close();
    });
  } catch {
    member.refused("at-once");
    return void socket.destroy();
  }
  const flow = createFlow(socket);
  client.on("session", (accept, reject) => {
    if (sessions >= SESSIONS) return void reject();
    sessions++;
    const session: Session = accept();
    session.once("close", () => void sessions--);
    session.on("sftp", (acceptSftp) => serveFiles(acceptSftp(), desk, flow, () => socket.destroy()));
  });
}

function membered(found: unknown, members: ReadonlySet<SftpMember>): SftpMember | null {
  return [...members].find((one) => one === found) ?? null;
}

/** Accepts or rejects. A key that is only asked about is not proved yet. */
async function signIn(context: AuthContext, find: (proof: Proof) => Promise<SftpMember | null>): Promise<void> {
  const user = context.username;
  const decide = (member: SftpMember | null) => {
    if (member === null) context.reject(METHODS);
    else context.accept();
  };
  switch (context.method) {
    case "password":
      return decide(await find({ kind: "password", user, password: context.password }));
    case "keyboard-interactive": {
      const answers = await new Promise<string[]>((resolve) =>
        context.prompt([{ prompt: "Password: ", echo: false }], resolve),
      );
      return decide(await find({ kind: "password", user, password: answers[0] ?? "" }));
    }
    case "publickey": {
      const member = await find({ kind: "key", user, key: context.key.data });
      if (member === null || context.signature === undefined || context.blob === undefined) return decide(member);
      // Only its owner can have signed this connection's own number.
      const isTheirs = member.publicKey?.verify(context.blob, context.signature, context.hashAlgo) === true;
      return decide(isTheirs ? member : null);
    }
    default:
      return decide(null);
  }
}
