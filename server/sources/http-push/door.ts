import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { liesIn } from "../machine/networks.ts";
import { answer } from "./answer.ts";
import { BodyRefused, readBody } from "./read-body.ts";
import { senderOf } from "./sender-of.ts";
import { isSigned } from "./signature.ts";
import type { Member } from "./member.ts";
import { memberOf, tokenIn } from "./token.ts";

/** What requests hold together, and those of one member: the largest body, packed and unpacked, fits. */
const BYTES_AT_ONCE = 268_435_456;
const BYTES_OF_ONE = 33_554_432;
/** What one sender may guess. */
const GUESSES_A_MINUTE = 30;
const GUESSERS = 10_000;

interface Surroundings {
  /** Addresses or networks of the operator's own proxies, whose word about the sender is believed. */
  readonly proxies: readonly string[];
  /** A connection has shown a token of this member's. */
  known(socket: Socket, member: Member): void;
}

/** Answers the requests of one port for the sources that share it. */
export function createDoor(
  members: ReadonlySet<Member>,
  { proxies, known }: Surroundings,
): (request: IncomingMessage, response: ServerResponse) => void {
  let held = 0;
  const heldBy = new WeakMap<Member, number>();
  const guesses = createGuesses();
  const refuse = (response: ServerResponse, sender: string) => {
    guesses.add(sender);
    for (const member of members) member.note("stranger");
    answer(response, 401, { "www-authenticate": "Bearer" });
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { "x-forwarded-for": forwarded } = request.headers;
    const sender = senderOf(request.socket.remoteAddress ?? "", [forwarded].flat().join(), proxies);
    const target = request.url ?? "";
    const token = tokenIn(target, request.headers);
    const member = token === null ? null : memberOf(members, token);
    // The port is being let go of, as when its source is lost to another collector: who is right is not told to be wrong.
    if (members.size === 0) return answer(response, 503, { "retry-after": "10" });
    // Who shows a right token is never made to wait for what others guess from the same address, as behind a proxy.
    if (member === null || (member.senders.length > 0 && !liesIn(sender, member.senders)))
      return guesses.isOver(sender) ? answer(response, 429, { "retry-after": "60" }) : refuse(response, sender);
    known(request.socket, member);
    if (request.method !== "POST") return answer(response, 405, { allow: "POST" });
    if (!member.enter()) return answer(response, 429, { "retry-after": "1" });
    let mine = 0;
    try {
      const { raw, unpacked } = await readBody(request, member.settings.maximumKilobytes * 1_024, (bytes) => {
        const own = (heldBy.get(member) ?? 0) + bytes;
        if (held + bytes > BYTES_AT_ONCE || own > BYTES_OF_ONE) throw new BodyRefused(503);
        heldBy.set(member, own);
        held += bytes;
        mine += bytes;
      });
      if (!isSigned(member.settings, member.secret, { headers: request.headers, body: raw, target })) {
        member.note("refused");
        return answer(response, 401);
      }
      await member.take(request.headers["idempotency-key"], raw, unpacked, (status) => answer(response, status));
    } catch (error) {
      if (error instanceof BodyRefused && error.status !== 503) {
        member.note("refused");
        return answer(response, error.status);
      }
      // Nothing of it is promised: the sender keeps it and comes again.
      answer(response, 503, { "retry-after": "10" });
    } finally {
      held -= mine;
      heldBy.set(member, (heldBy.get(member) ?? 0) - mine);
      member.leave();
    }
  };
  return (request, response) => {
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    serve(request, response).catch(() => answer(response, 503, { "retry-after": "10" }));
  };
}

/** How often each address was wrong in this minute; bounded, and forgotten with the minute. */
function createGuesses(): { add(sender: string): void; isOver(sender: string): boolean } {
  let minute = 0;
  let counts = new Map<string, number>();
  const now = () => {
    const at = Math.floor(performance.now() / 60_000);
    if (at !== minute) counts = new Map();
    minute = at;
    return counts;
  };
  return {
    add(sender) {
      const known = now();
      if (known.size < GUESSERS || known.has(sender)) known.set(sender, (known.get(sender) ?? 0) + 1);
    },
    isOver: (sender) => (now().get(sender) ?? 0) >= GUESSES_A_MINUTE,
  };
}
