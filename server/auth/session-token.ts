import { hkdfSync } from "node:crypto";
import { EncryptJWT, jwtDecrypt } from "jose";
import { SESSION_MS } from "../domain/session-limits.ts";

/** The prefix makes the browser insist on HTTPS, this host and the whole site. */
export const SESSION_COOKIE = "__Host-gallra-session";

/** The cookie lives as long as a session may at the most; the row in the database ends earlier when nobody uses it. */
export const SESSION_SECONDS = SESSION_MS / 1000;

/**
 * The cookie: an encrypted token (JWE, dir, A256GCM) that holds nothing but the opaque session token.
 * Who that is and what they may do is looked up on every request.
 */
export async function sealSessionToken(sessionToken: string, secret: string): Promise<string> {
  return await new EncryptJWT({ sid: sessionToken })
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setIssuedAt()
    .setExpirationTime(`${SESSION_SECONDS}s`)
    .encrypt(cookieKey(secret));
}

/** The session token of a cookie; null for whatever is not ours, altered or past its time. */
export async function openSessionToken(cookie: string, secret: string): Promise<string | null> {
  try {
    const { payload } = await jwtDecrypt(cookie, cookieKey(secret), {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    return typeof payload["sid"] === "string" ? payload["sid"] : null;
  } catch {
    return null;
  }
}

function cookieKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", "gallra session cookie v1", 32));
}
