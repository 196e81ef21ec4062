import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** A token is kept as its hash only. */
export function hashOf(token: string): Buffer {
  return createHash("sha256").update(token.trim()).digest();
}

/** The token of a request: `Authorization: Bearer ...`, the password of Basic, or the last part of the path. */
export function tokenIn(target: string, headers: IncomingHttpHeaders): string | null {
  const { authorization } = headers;
  const [, scheme = "", value = ""] = /^(Bearer|Basic) +([\w.~+/=-]{1,2000})$/i.exec(authorization ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme !== "") {
    const text = Buffer.from(value, "base64").toString("utf8");
    return text.includes(":") ? text.slice(text.indexOf(":") + 1) : null;
  }
  const [path = ""] = target.split("?");
  const last = path.split("/").at(-1) ?? "";
  return /^[\w.~-]{16,512}$/.test(last) ? last : null;
}

/** The member whose token it is. Every one is compared, so that the time does not tell which was nearly right. */
export function memberOf<M extends { readonly tokenHash: Buffer }>(members: Iterable<M>, token: string): M | null {
  const hash = hashOf(token);
  let found: M | null = null;
  for (const member of members) if (timingSafeEqual(member.tokenHash, hash)) found ??= member;
  return found;
}
