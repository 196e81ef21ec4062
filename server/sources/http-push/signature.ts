import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { HttpPushSettings } from "./settings.ts";

export interface Signed {
  readonly headers: IncomingHttpHeaders;
  /** The raw bytes, as they were sent. */
  readonly body: Buffer;
  /** Path and query of the request. */
  readonly target: string;
}

/** Whether what was sent is signed as the settings say. */
export function isSigned(settings: HttpPushSettings, secret: string, sent: Signed): boolean {
  switch (settings.signature) {
    case "none":
      return true;
    case "hmac-sha256":
      return isHmac(settings, secret, sent);
    case "twilio":
      return isTwilio(settings, secret, sent);
  }
}

function isHmac(
  { signatureHeader, signaturePrefix, signatureForm }: HttpPushSettings,
  secret: string,
  { headers, body }: Signed,
): boolean {
  const said = one(headers[signatureHeader.toLowerCase()]);
  if (said === null || !said.startsWith(signaturePrefix)) return false;
  const told = said.slice(signaturePrefix.length).trim();
  const right = createHmac("sha256", secret).update(body).digest(signatureForm);
  return isEqual(signatureForm === "hex" ? told.toLowerCase() : told, right);
}

/**
 * Twilio's own (docs: Webhooks security): HMAC-SHA1 over the address, and behind it the sorted parameters of a form; of any other body
 * the address holds its SHA-256 as `bodySHA256`.
 */
function isTwilio({ publicUrl }: HttpPushSettings, secret: string, { headers, body, target }: Signed): boolean {
  const said = one(headers["x-twilio-signature"]);
  if (said === null) return false;
  const at = target.indexOf("?");
  const query = at < 0 ? "" : target.slice(at);
  const hash = new URLSearchParams(query).get("bodySHA256");
  const isForm = (one(headers["content-type"]) ?? "").startsWith("application/x-www-form-urlencoded");
  if (!isForm || hash !== null) {
    if (!isEqual((hash ?? "").toLowerCase(), createHash("sha256").update(body).digest("hex"))) return false;
    return isEqual(said, hmacSha1(secret, `${publicUrl}${target}`));
  }
  const form = [...new URLSearchParams(body.toString("utf8"))].sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return isEqual(said, hmacSha1(secret, `${publicUrl}${target}${form.map(([name, value]) => name + value).join("")}`));
}

function hmacSha1(secret: string, text: string): string {
  return createHmac("sha1", secret).update(text, "utf8").digest("base64");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function one(header: string | string[] | undefined): string | null {
  return typeof header === "string" ? header : null;
}

/** By their hashes, so that neither length nor content shows in the time. */
function isEqual(a: string, b: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
