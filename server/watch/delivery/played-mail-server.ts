import { type AddressInfo, createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";

/** A mail as it arrived. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly encrypted: boolean;
  readonly user: string | null;
  readonly text: string;
}

export interface PlayedMailServer {
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** Everything that was said to it before encryption. */
  readonly plainly: string[];
  close(): Promise<void>;
}

interface Play {
  readonly cert: string;
  readonly key: string;
  /** Whoever signs in; null when nobody has to. */
  readonly account?: { readonly user: string; readonly password: string } | null;
  readonly offersTls?: boolean;
  /** TLS from the first byte. */
  readonly implicit?: boolean;
  readonly refuses?: (address: string) => string | null;
  /** Told of every command, encrypted or not. */
  readonly hears?: (line: string) => unknown;
}

/** For tests: a mail relay on loopback, as much of RFC 5321 as is asked of it. */
export async function playMailServer(play: Play): Promise<PlayedMailServer> {
  const mails: ReceivedMail[] = [];
  const plainly: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    converse(socket, play, { mails, plainly });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    plainly,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(plain: Socket, play: Play, to: { mails: ReceivedMail[]; plainly: string[] }): void {
  const { account = null, offersTls = true, refuses = () => null, hears = () => undefined } = play;
  let socket: Socket = plain;
  let isSecure = false;
  let user: string | null = null;
  let envelope: { from: string; to: string[] } = { from: "", to: [] };
  let data: string | null = null;
  let rest = "";
  const say = (line: string) => socket.write(`${line}\r\n`);
  const hear = (chunk: Buffer) => {
    rest += chunk.toString("utf8");
    for (let at = rest.indexOf("\r\n"); at >= 0; at = rest.indexOf("\r\n")) {
      const line = rest.slice(0, at);
      rest = rest.slice(at + 2);
      if (!isSecure) to.plainly.push(line);
      if (data === null) command(line);
      else if (line === ".") {
        to.mails.push({ ...envelope, encrypted: isSecure, user, text: data });
        data = null;
        say("250 2.0.0 taken");
      } else data += `${line.startsWith("..") ? line.slice(1) : line}\r\n`;
    }
  };
  const encrypt = () => {
    plain.removeAllListeners("data");
    const secured = new TLSSocket(plain, { isServer: true, secureContext: createSecureContext(play) });
    secured.on("error", () => undefined);
    secured.on("data", hear);
    socket = secured;
    isSecure = true;
  };
  const command = (line: string) => {
    hears(line);
    const [word = "", ...words] = line.split(" ");
    const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
    switch (word.toUpperCase()) {
      case "EHLO":
        socket.write(`250-relay.test\r\n${offersTls && !isSecure ? "250-STARTTLS\r\n" : ""}`);
        return say("250 AUTH PLAIN");
      case "STARTTLS":
        if (!offersTls) return say("502 5.5.1 not here");
        say("220 go on");
        return encrypt();
      case "AUTH":
        user = nameIn(words[1] ?? "", account);
        return say(user === null ? "535 5.7.8 no" : "235 2.7.0 welcome");
      case "MAIL":
        if (account !== null && user === null) return say("530 5.7.0 who are you");
        envelope = { from: address, to: [] };
        return say("250 2.1.0 ok");
      case "RCPT": {
        const refused = refuses(address);
        if (refused === null) envelope.to.push(address);
        return say(refused ?? "250 2.1.5 ok");
      }
      case "DATA":
        data = "";
        return say("354 go on");
      case "QUIT":
        say("221 bye");
        return socket.end();
      default:
        return say("250 ok");
    }
  };
  if (play.implicit === true) encrypt();
  else plain.on("data", hear);
  say("220 relay.test ESMTP");
}

/** AUTH PLAIN (RFC 4616): nobody, the user and the password. */
function nameIn(said: string, account: Play["account"]): string | null {
  const [, name = "", password] = Buffer.from(said, "base64").toString("utf8").split("\0");
  return name === account?.user && password === account.password ? name : null;
}
