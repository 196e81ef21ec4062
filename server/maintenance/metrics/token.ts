import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Whether a request's Authorization header carries the token of `secrets/metrics.token`. No token, or one others may read: nobody. */
export function maySeeMetrics(home: string, authorization: string | null): boolean {
  const given = /^Bearer ([\w-]{20,200})$/.exec(authorization ?? "")?.[1];
  if (given === undefined) return false;
  try {
    const file = join(home, "secrets", "metrics.token");
    if ((statSync(file).mode & 0o077) !== 0) return false;
    const token = readFileSync(file, "utf8").trim();
    return token.length >= 20 && timingSafeEqual(digest(given), digest(token));
  } catch {
    return false;
  }
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
