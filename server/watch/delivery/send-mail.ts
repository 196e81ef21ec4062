import type { Socket } from "node:net";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import type { Machine } from "../../sources/index.ts";
import { reach } from "../../sources/machine/reach.ts";
import { failed, type Outcome, outcomeOf } from "./outcome.ts";
import { type Relay, submit } from "./smtp/submit.ts";

const TOTAL_MS = 45_000;

export interface Mail {
  /** The same over all tries: mail programs show a message that comes twice once. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

/**
 * One mail through the relay, over the guarded connection: to a network that the operator allowed. Whatever the relay does or leaves
 * undone, the connection is gone soon after.
 */
export async function sendMail(machine: Machine, relay: Relay, mail: Mail, signal: AbortSignal): Promise<Outcome> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(TOTAL_MS)]);
  let socket: Socket | null = null;
  const end = () => socket?.destroy();
  ending.addEventListener("abort", end, { once: true });
  try {
    const message = await composed(relay.sender, mail);
    socket = await reach(machine, relay, { signal: ending });
    return await submit(socket, relay, mail.to, message);
  } catch (error) {
    return ending.aborted && !signal.aborted ? failed("timed-out") : outcomeOf(error);
  } finally {
    ending.removeEventListener("abort", end);
    socket?.destroy();
  }
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
