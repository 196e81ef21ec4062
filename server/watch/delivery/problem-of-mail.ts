import { failed, type Outcome } from "./outcome.ts";

/** What nodemailer's errors hold; their messages repeat the server's words and are read by nobody. */
interface Told {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
}

/** A refusal of the mail relay in the words of deliveries; null for what is none. */
export function problemOfMail(error: unknown): Outcome | null {
  const { code, command = "", responseCode } = (error ?? {}) as Told;
  if (typeof code !== "string" || typeof command !== "string") return null;
  const status = typeof responseCode === "number" ? responseCode : null;
  const isForGood = status !== null && status >= 500;
  switch (code) {
    case "EAUTH":
      return failed("wrong-credentials", { status });
    case "EENVELOPE":
      return ofEnvelope(command, status, isForGood);
    case "EMESSAGE":
      return failed("message-refused", { status, final: isForGood });
    case "ETIMEDOUT":
      return failed("timed-out", { status });
    case "ETLS":
      // Answered in words, it knows no STARTTLS; else the handshake failed.
      return failed(status === null ? "protocol-broken" : "no-encryption", { status });
    case "EPROTOCOL":
      return failed("protocol-broken", { status });
    case "ECONNECTION":
      return failed(/HLO/.test(command) && status === null ? "no-encryption" : "unreachable", { status });
    case "ESOCKET":
      return failed("unreachable", { status });
    default:
      return null;
  }
}

function ofEnvelope(command: string, status: number | null, final: boolean): Outcome {
  // 530: it wants somebody to sign in first (RFC 4954).
  if (status === 530) return failed("wrong-credentials", { status });
  if (command === "RCPT TO") return failed("recipient-refused", { status, final });
  return failed(command === "DATA" ? "message-refused" : "sender-refused", { status });
}
