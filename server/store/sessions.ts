import type { Sql, Tx } from "#db/clients.ts";
import type { Profile } from "../domain/permissions.ts";
import { rowsAs } from "./rows.ts";

/** A session and whose it is. `tokenHash` is SHA-256 of the token, which stands nowhere. */
export interface SessionRow {
  readonly id: string;
  readonly accountId: string;
  readonly currentCompanyId: number | null;
  readonly via: "portal" | "cli";
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly email: string;
  readonly name: string;
  readonly profile: Profile;
  readonly language: "sv" | "en" | null;
  readonly resellerId: number | null;
  readonly scopeCompanyId: number | null;
  readonly mustChangePassword: boolean;
}

export interface NewSession {
  readonly tokenHash: Buffer;
  readonly id: string;
  readonly accountId: string;
  readonly currentCompanyId: number | null;
  readonly via: "portal" | "cli";
  readonly at: Date;
  readonly expiresAt: Date;
}

/** All verbs here: role web. */
export async function startSession(web: Sql | Tx, session: NewSession): Promise<void> {
  await web`select data.start_session(${session.tokenHash}, ${session.id}, ${session.accountId}, ${session.currentCompanyId}, ${session.via},
    ${session.at}, ${session.expiresAt})`;
}

/** null for a session that is unknown, revoked or over, and for a disabled account. */
export async function readSession(web: Sql, tokenHash: Buffer, at: Date): Promise<SessionRow | null> {
  return rowsAs<SessionRow>(await web`select * from data.read_session(${tokenHash}, ${at})`)[0] ?? null;
}

export async function touchSession(web: Sql, tokenHash: Buffer, at: Date, expiresAt: Date): Promise<void> {
  await web`select data.touch_session(${tokenHash}, ${at}, ${expiresAt})`;
}

export async function setSessionCompany(web: Sql | Tx, tokenHash: Buffer, companyId: number | null): Promise<void> {
  await web`select data.set_session_company(${tokenHash}, ${companyId})`;
}

/** One session by its hash, or all of an account. Answers how many ended. */
export async function revokeSessions(
  web: Sql | Tx,
  which: { tokenHash: Buffer } | { accountId: string },
  at: Date,
): Promise<number> {
  const [row] =
    "tokenHash" in which
      ? await web`select data.revoke_sessions(${which.tokenHash}, null, ${at}) as n`
      : await web`select data.revoke_sessions(null, ${which.accountId}, ${at}) as n`;
  return row?.["n"] as number;
}

/** All of an account but the one that is at work. Answers how many ended. */
export async function revokeOtherSessions(web: Sql | Tx, accountId: string, keep: Buffer, at: Date): Promise<number> {
  const [row] = await web`select data.revoke_other_sessions(${accountId}, ${keep}, ${at}) as n`;
  return row?.["n"] as number;
}

/** Role keeper: deletes the rows of sessions that ended before. */
export async function forgetSessions(keeper: Sql, before: Date): Promise<number> {
  const [row] = await keeper`select data.forget_sessions(${before}) as n`;
  return row?.["n"] as number;
}
