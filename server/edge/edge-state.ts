import type { EdgeRow } from "../store/edges.ts";

/** `lapsed`: it never came, and its code can be used no more. */
export type EdgeState = "invited" | "lapsed" | "at-work" | "silent" | "revoked";

/** An edge tells of itself several times a minute; a quarter of an hour is no hiccup. */
export const SILENT_MS = 900_000;

type Asked = Pick<EdgeRow, "enrolledAt" | "revokedAt" | "lastContactAt" | "codeEndsAt" | "codeHash">;

export function stateOf(edge: Asked, now: Date): EdgeState {
  if (edge.revokedAt !== null) return "revoked";
  if (edge.enrolledAt === null) {
    return edge.codeHash !== null && edge.codeEndsAt !== null && edge.codeEndsAt > now ? "invited" : "lapsed";
  }
  const last = edge.lastContactAt ?? edge.enrolledAt;
  return now.getTime() - last.getTime() > SILENT_MS ? "silent" : "at-work";
}
