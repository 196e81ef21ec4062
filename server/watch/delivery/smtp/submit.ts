import type { Duplex } from "node:stream";
import { secure, type Trust } from "../../../sources/http/secure.ts";
import { SourceTrouble } from "../../../sources/index.ts";
import type { RelayRow } from "../../../store/mail-relay.ts";
import { failed, type Outcome } from "../outcome.ts";
import { type Reply, type Talk, talkOver } from "./talk.ts";

export type Relay = Pick<RelayRow, "host" | "port" | "security" | "username" | "sender" | "pin"> & {
  readonly password: string | null;
};

/** A relay may look through a mail before it takes it. */
const TAKE_MS = 30_000;
const QUIT_MS = 2_000;

/** What the relay said it can, in its answer to EHLO. */
type Offers = readonly string[];

/**
 * One mail over a connection that is open (RFC 5321, 3207, 4954). Encrypted, unless the operator said otherwise: who the relay is, is
 * looked at before anything that it says under encryption is read, and before a name, a password or an address is said to it. Throws
 * SourceTrouble for what is no answer.
 */
export async function submit(plain: Duplex, relay: Relay, to: string, message: Buffer): Promise<Outcome> {
  const { host, security, pin, username, sender } = relay;
  const trust: Trust = pin === null ? { by: "authority" } : { by: "pin", pin };
  let talk = talkOver(security === "tls" ? await secure(plain, host, trust) : plain);
  const greeting = await talk.reply();
  if (greeting.code !== 220) return notServed(greeting);
  const name = sender.split("@")[1] ?? "localhost";
  let offers = await hello(talk, name);
  if (security === "starttls") {
    const begun = offers.includes("STARTTLS") ? await talk.ask("STARTTLS") : null;
    if (begun?.code !== 220) return failed("no-encryption", { status: begun?.code ?? null });
    talk = talkOver(await secure(talk.release(), host, trust));
    offers = await hello(talk, name);
  }
  if (username !== null) {
    const { code } = await signIn(talk, offers, username, relay.password ?? "");
    if (code !== 235) return failed(code < 500 ? "other-side-failed" : "wrong-credentials", { status: code });
  }
  const outcome = await hand(talk, sender, to, message);
  await talk.ask("QUIT", QUIT_MS).catch(() => undefined);
  return outcome;
}

/** Empty for one that knows the older HELO alone. */
async function hello(talk: Talk, name: string): Promise<Offers> {
  const { code, lines } = await talk.ask(`EHLO ${name}`);
  if (code === 250) return lines.slice(1).map((line) => line.trim().toUpperCase());
  if (code === 421) throw new SourceTrouble("other-side-failed");
  if ((await talk.ask(`HELO ${name}`)).code !== 250) throw new SourceTrouble("protocol-broken");
  return [];
}

async function signIn(talk: Talk, offers: Offers, user: string, password: string): Promise<Reply> {
  const ways = new Set(offers.flatMap((one) => (/^AUTH[ =]/.test(one) ? one.slice(5).split(/\s+/) : [])));
  if (ways.has("PLAIN") || !ways.has("LOGIN")) return await talk.ask(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`);
  let reply = await talk.ask("AUTH LOGIN");
  for (const said of [user, password]) if (reply.code === 334) reply = await talk.ask(base64(said));
  return reply;
}

async function hand(talk: Talk, sender: string, to: string, message: Buffer): Promise<Outcome> {
  // 530: it wants somebody to sign in first (RFC 4954).
  const refusedAs = (
    problem: "sender-refused" | "recipient-refused" | "message-refused",
    { code }: Reply,
    final = true,
  ) =>
    code === 530
      ? failed("wrong-credentials", { status: code })
      : failed(problem, { status: code, final: final && code >= 500 });
  const from = await talk.ask(`MAIL FROM:<${sender}>`);
  // Not for good: it is the operator's to mend, and then every message goes.
  if (from.code !== 250) return refusedAs("sender-refused", from, false);
  const recipient = await talk.ask(`RCPT TO:<${to}>`);
  if (recipient.code !== 250 && recipient.code !== 251) return refusedAs("recipient-refused", recipient);
  const ready = await talk.ask("DATA");
  if (ready.code !== 354) return refusedAs("message-refused", ready, false);
  const taken = await talk.ask(`${stuffed(message)}.`, TAKE_MS);
  return taken.code === 250 ? { sent: true, status: taken.code } : refusedAs("message-refused", taken);
}

/** Lines end in CR LF alone, and none ends the mail before its end (RFC 5321, 4.5.2): whatever stands in it. Pure. */
export function stuffed(message: Buffer): string {
  const lines = message.toString("latin1").split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => `${line.startsWith(".") ? "." : ""}${line}\r\n`).join("");
}

function notServed({ code }: Reply): Outcome {
  return failed(code >= 400 ? "other-side-failed" : "protocol-broken", { status: code });
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
