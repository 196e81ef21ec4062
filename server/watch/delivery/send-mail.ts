import type { TLSSocket } from "node:tls";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import SMTPConnection from "nodemailer/lib/smtp-connection/index.js";
import { fingerprintOf, secure } from "../../sources/http/secure.ts";
import type { Machine } from "../../sources/index.ts";
import { reach } from "../../sources/machine/reach.ts";
import type { RelayRow } from "../../store/mail-relay.ts";
import { failed, type Outcome, outcomeOf } from "./outcome.ts";
import { problemOfMail } from "./problem-of-mail.ts";

const TOTAL_MS = 45_000;
const ANSWER_MS = 15_000;

export type Relay = Pick<RelayRow, "host" | "port" | "security" | "username" | "sender" | "pin"> & {
  readonly password: string | null;
};

export interface Mail {
  /** The same over all tries: mail programs show a message that comes twice once. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

/**
 * One mail through the relay, over the guarded connection: to a network that the operator allowed. Encrypted, unless the operator said
 * otherwise; who the relay is, is looked at before a password or an address is said to it.
 */
export async function sendMail(machine: Machine, relay: Relay, mail: Mail, signal: AbortSignal): Promise<Outcome> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(TOTAL_MS)]);
  let connection: SMTPConnection | null = null;
  try {
    const message = await composed(relay.sender, mail);
    const { host, port, security, pin } = relay;
    const plain = await reach(machine, { host, port }, { signal: ending });
    // A name that took too long to be resolved: nothing is said to whom it leads.
    if (ending.aborted) {
      plain.destroy();
      return failed("timed-out");
    }
    const trust = pin === null ? ({ by: "authority" } as const) : ({ by: "pin", pin } as const);
    const socket = security === "tls" ? await secure(plain, host, trust) : plain;
    connection = new SMTPConnection({
      host,
      port,
      connection: socket,
      secure: security === "tls",
      secured: security === "tls",
      requireTLS: security === "starttls",
      ignoreTLS: security === "none",
      // Looked at below, by the rule of every other connection.
      tls: { rejectUnauthorized: false, minVersion: "TLSv1.2" },
      name: relay.sender.split("@")[1] ?? "localhost",
      greetingTimeout: ANSWER_MS,
      socketTimeout: ANSWER_MS,
    });
    return await deliver(connection, relay, mail.to, message, ending);
  } catch (error) {
    if (ending.aborted && !signal.aborted) return failed("timed-out");
    return problemOfMail(error) ?? outcomeOf(error);
  } finally {
    connection?.close();
  }
}

async function deliver(
  connection: SMTPConnection,
  { security, username, password, sender, pin }: Relay,
  to: string,
  message: Buffer,
  signal: AbortSignal,
): Promise<Outcome> {
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  connection.on("error", (error) => broken.reject(error));
  const stop = () => {
    connection.close();
    broken.reject(signal.reason);
  };
  signal.addEventListener("abort", stop, { once: true });
  const step = async <T>(begin: (done: (error: unknown, value?: T) => void) => void): Promise<T | undefined> => {
    const answered = Promise.withResolvers<T | undefined>();
    begin((error, value) => (error ? answered.reject(error) : answered.resolve(value)));
    return await Promise.race([answered.promise, broken.promise]);
  };
  try {
    await step((done) => connection.connect((error) => done(error)));
    if (security === "starttls") {
      const fault = faultOf(Reflect.get(connection, "_socket") as TLSSocket, pin);
      if (fault !== null) return failed(fault);
    }
    if (username !== null)
      await step((done) => connection.login({ user: username, pass: password ?? "" }, (error) => done(error)));
    const said = await step<SMTPConnection.SentMessageInfo>((done) =>
      connection.send({ from: sender, to: [to] }, message, (error, info) => done(error, info)),
    );
    const code = Number(/^\d{3}/.exec(said?.response ?? "")?.[0]);
    return { sent: true, status: Number.isNaN(code) ? null : code };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function faultOf(socket: TLSSocket, pin: string | null): "certificate-invalid" | "pin-changed" | null {
  if (pin === null) return socket.authorized ? null : "certificate-invalid";
  return fingerprintOf(socket.getPeerCertificate()) === pin ? null : "pin-changed";
}

async function composed(sender: string, { id, to, subject, text, at }: Mail): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: "Gallra", address: sender },
    to: { name: "", address: to },
    subject,
    text,
    date: at,
    messageId: `<${id}@${sender.split("@")[1] ?? "localhost"}>`,
    // RFC 3834: no holiday message answers it.
    headers: { "Auto-Submitted": "auto-generated" },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return await composer.compile().build();
}
