import type { Duplex } from "node:stream";
import { SourceTrouble } from "../../../sources/index.ts";

/** What a relay answers to one command: its code, and its lines without it (RFC 5321, 4.2). */
export interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
}

export interface Talk {
  /** The next answer, within `mostMs`. Throws SourceTrouble "timed-out", "unreachable", "protocol-broken". */
  reply(mostMs?: number): Promise<Reply>;
  /** Says one line and answers what is answered to it. */
  ask(line: string, mostMs?: number): Promise<Reply>;
  /** The connection as it is, e.g. to encrypt it. Throws SourceTrouble for a relay that has said more than it was asked. */
  release(): Duplex;
}

const ANSWER_MS = 15_000;
/** Of one answer, all its lines together: servers say some hundred. */
const MOST_CHARACTERS = 16_384;

/** Speaks in turns with a mail relay. An answer is bounded in length and time, whatever is sent: beyond it the connection ends. */
export function talkOver(socket: Duplex): Talk {
  let heard = "";
  let fault: SourceTrouble | null = null;
  let look = () => {};
  const end = (problem: "unreachable" | "timed-out" | "protocol-broken") => {
    fault ??= new SourceTrouble(problem);
    socket.destroy();
    look();
  };
  const hear = (chunk: Buffer) => {
    heard += chunk.toString("latin1");
    if (heard.length > MOST_CHARACTERS) end("protocol-broken");
    else look();
  };
  const closed = () => end("unreachable");
  socket.on("data", hear);
  socket.once("close", closed);

  const reply = async (mostMs: number = ANSWER_MS): Promise<Reply> => {
    const timer = setTimeout(() => end("timed-out"), mostMs);
    try {
      return await new Promise<Reply>((resolve, reject) => {
        look = () => {
          const found = fault === null ? firstReply(heard) : null;
          if (fault !== null) reject(fault);
          else if (found === "broken") end("protocol-broken");
          else if (found !== null) {
            heard = heard.slice(found.length);
            resolve(found.reply);
          }
        };
        look();
      });
    } finally {
      clearTimeout(timer);
      look = () => {};
    }
  };
  return {
    reply,
    async ask(line, mostMs) {
      socket.write(`${line}\r\n`, "latin1");
      return await reply(mostMs);
    },
    release() {
      socket.removeListener("data", hear);
      socket.removeListener("close", closed);
      // What somebody between us said before the encryption must not count as said after it.
      if (heard !== "") throw new SourceTrouble("protocol-broken");
      return socket;
    },
  };
}

const LINE = /^(\d{3})([ -]?)(.*)$/;

/** The first whole answer of a text and how long it is; null while it is not whole. Pure. */
export function firstReply(text: string): { readonly reply: Reply; readonly length: number } | "broken" | null {
  const lines: string[] = [];
  for (let from = 0; ; ) {
    const to = text.indexOf("\n", from);
    if (to < 0) return null;
    const [, code, mark, words] = LINE.exec(text.slice(from, to).replace(/\r$/, "")) ?? [];
    if (code === undefined || words === undefined) return "broken";
    lines.push(words);
    from = to + 1;
    if (mark !== "-") return { reply: { code: Number(code), lines }, length: from };
  }
}
