import { createHash, randomBytes, randomUUID } from "node:crypto";
import { audited } from "../audit/index.ts";
import type { Actor, Installation } from "../context.ts";
import { SESSION_MS } from "../domain/session-limits.ts";
import { rightsOf } from "../domain/rights.ts";
import type { Account } from "../store/accounts.ts";
import { revokeSessions, startSession } from "../store/sessions.ts";

export interface OpenedSession {
  /** 256 random bits, for the caller alone; the database holds its hash. */
  readonly token: string;
  readonly accountId: string;
  readonly expiresAt: Date;
}

/** Whose session it is to be. */
export type SessionOwner = Pick<Account, "id" | "name" | "profile" | "resellerId" | "scopeCompanyId">;

/** Where somebody signs in from; the address stands in the audit and counts attempts. */
export interface SignInOrigin {
  readonly address: string | null;
  readonly via: "portal" | "cli";
  /** As `readAgent` reads it. */
  readonly agent?: string | null;
  /** The session that this browser came with: it ends, so that a sign-in leaves no forgotten one behind. */
  readonly replaces?: string | null;
}

/** Starts a session for an account whose password has been checked, and writes the sign-in into the audit. */
export async function openSession(
  installation: Installation,
  account: SessionOwner,
  origin: SignInOrigin,
): Promise<OpenedSession> {
  const token = randomBytes(32).toString("base64url");
  const at = installation.clock();
  const expiresAt = new Date(at.getTime() + SESSION_MS);
  const session = {
    tokenHash: hashToken(token),
    id: randomUUID(),
    accountId: account.id,
    currentCompanyId: account.scopeCompanyId,
    via: origin.via,
    at,
    expiresAt,
    address: origin.address,
    agent: origin.agent ?? null,
  };
  const ctx = { ...installation, actor: ownerAsActor(account, session.id, origin) };
  await audited(ctx, account.scopeCompanyId, { action: "session.open" }, async (tx) => {
    if (origin.replaces != null) await revokeSessions(tx, { tokenHash: hashToken(origin.replaces) }, at);
    await startSession(tx, session);
  });
  return { token, accountId: account.id, expiresAt };
}

function ownerAsActor(account: SessionOwner, sessionId: string, { via, address }: SignInOrigin): Actor {
  const { id: accountId, name, profile, resellerId, scopeCompanyId: companyId } = account;
  return { ...rightsOf(profile), accountId, name, resellerId, companyId, sessionId, via, address };
}

export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
