import { createHmac } from "node:crypto";
import { ask } from "../../sources/http/ask.ts";
import { readRetryAfter } from "../../sources/http/judge.ts";
import type { Machine } from "../../sources/index.ts";
import { failed, type Outcome, outcomeOf } from "./outcome.ts";
import type { Webhook } from "./seal-webhook.ts";

const TOTAL_MS = 10_000;
/** Of an answer's head; its body is read by nobody. */
const NOTHING_BYTES = 0;
const WAIT_MS = 60_000;

interface Call {
  /** The same over all tries, so that the receiver knows a message again. */
  readonly id: string;
  readonly at: Date;
  readonly body: string;
  readonly pin: string | null;
}

/**
 * One POST as Standard Webhooks has it, over the guarded connection: to allowed networks alone, by TLS, no redirect, no cookie. What
 * is answered counts by its status; not a byte of its body is kept.
 */
export async function callWebhook(
  machine: Machine,
  { url, secret }: Webhook,
  { id, at, body, pin }: Call,
  signal: AbortSignal,
): Promise<Outcome> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  try {
    const { status, headers } = await ask(
      machine,
      {
        url: new URL(url),
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "Gallra",
          "webhook-id": id,
          "webhook-timestamp": timestamp,
          "webhook-signature": signatureOf(secret, `${id}.${timestamp}.${body}`),
        },
        body,
      },
      {
        trust: pin === null ? { by: "authority" } : { by: "pin", pin },
        plain: false,
        signal,
        bounds: { bytes: NOTHING_BYTES, totalMs: TOTAL_MS },
        headOnly: true,
      },
    );
    return judged(status, readRetryAfter(headers["retry-after"], at));
  } catch (error) {
    return outcomeOf(error);
  }
}

/** `v1,` and the HMAC of id, moment and body by the bytes of the secret. */
export function signatureOf(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

function judged(status: number, waitMs: number | null): Outcome {
  if (status >= 200 && status < 300) return { sent: true, status };
  if (status === 429) return failed("rate-limited", { status, waitMs: waitMs ?? WAIT_MS });
  if (status >= 300 && status < 400) return failed("redirected", { status });
  if (status === 401 || status === 403 || status === 407) return failed("wrong-credentials", { status });
  if (status === 410) return failed("gone", { status, final: true });
  return failed(status >= 500 ? "other-side-failed" : "message-refused", { status, waitMs });
}
