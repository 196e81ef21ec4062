import { createHash, randomBytes, randomUUID } from "node:crypto";
import { door, type Installation } from "../context.ts";
import { startSession } from "../store/sessions.ts";
import { SESSION_SECONDS } from "./session-token.ts";

export interface OpenedSession {
  /** 256 random bits, for the caller alone; the database holds its hash. */
  readonly token: string;
  readonly accountId: string;
  readonly expiresAt: Date;
}

/** Starts a session for an account whose password has been checked. */
export async function openSession(
  installation: Installation,
  account: { readonly id: string; readonly scopeCompanyId: number | null },
  via: "portal" | "cli",
): Promise<OpenedSession> {
  const token = randomBytes(32).toString("base64url");
  const at = installation.clock();
  const expiresAt = new Date(at.getTime() + SESSION_SECONDS * 1000);
  await startSession(door(installation, "web"), {
    tokenHash: hashToken(token),
    id: randomUUID(),
    accountId: account.id,
    currentCompanyId: account.scopeCompanyId,
    via,
    at,
    expiresAt,
  });
  return { token, accountId: account.id, expiresAt };
}

export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
