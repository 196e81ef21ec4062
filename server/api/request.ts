import { randomUUID } from "node:crypto";
import { authSecret } from "../auth/auth-secret.ts";
import { openSessionToken, SESSION_COOKIE } from "../auth/session-token.ts";
import { readSession, type Session } from "../auth/session.ts";
import type { Installation } from "../context.ts";
import { webInstallation } from "./installation.ts";
import type { ApiContext } from "./trpc.ts";

/** What a call starts from, out of its headers. */
export async function contextOf(headers: Headers): Promise<ApiContext> {
  const installation = await webInstallation();
  return { installation, session: await sessionOf(installation, headers), requestId: randomUUID() };
}

/** The session of a request by its cookie; null for strangers and for sessions that have ended. */
export async function sessionOf(installation: Installation, headers: Headers): Promise<Session | null> {
  const token = await sessionTokenIn(installation, headers);
  return token === null ? null : await readSession(installation, token, addressOf(headers));
}

/** The session token in a request's cookie, whether that session goes on or not; null without one of ours. */
export async function sessionTokenIn(installation: Installation, headers: Headers): Promise<string | null> {
  const cookie = cookieIn(headers.get("cookie") ?? "", SESSION_COOKIE);
  return cookie === null ? null : await openSessionToken(cookie, authSecret(installation.env.home));
}

/** The socket's address: the portal's own server overwrites what a client sends under this name. */
export function addressOf(headers: Headers): string | null {
  return headers.get("x-forwarded-for");
}

/** A request of our own pages: browsers say so, and a foreign page can neither set the header nor read the answer. */
export function isOwnOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  return origin === null || URL.parse(origin)?.host === headers.get("host");
}

function cookieIn(header: string, name: string): string | null {
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
