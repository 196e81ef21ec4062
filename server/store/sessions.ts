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
  /** When this session last proved its password; null for one of an earlier release. */
  readonly steppedUpAt: Date | null;
  readonly email: string;
  readonly name: string;
  readonly profile: Profile;
  readonly language: "sv" | "en" | null;
  readonly resellerId: number | null;
  readonly scopeCompanyId: number | null;
  readonly mustChangePassword: boolean;
  /** Somebody else chose the password in the portal: nothing but changing it is open. */
  readonly changeForced: boolean;
}

export interface NewSession {
  readonly tokenHash: Buffer;
  readonly id: string;
  readonly accountId: string;
  readonly currentCompanyId: number | null;
  readonly via: "portal" | "cli";
  readonly at: Date;
  readonly expiresAt: Date;
  readonly address?: string | null;
  /** Browser and system in two words of a closed list. */
  readonly agent?: string | null;
}

/** A session as its owner sees it in a list. */
export interface ListedSession {
  readonly id: string;
  readonly via: "portal" | "cli";
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly agent: string | null;
}

/** All verbs here: role web. What names an account runs in a transaction that names its reach (`withReach`); the hash of a token names the caller's own. */
export async function startSession(tx: Tx, session: NewSession): Promise<void> {
  await tx`select data.start_session(${session.tokenHash}, ${session.id}, ${session.accountId}, ${session.currentCompanyId}, ${session.via},
    ${session.at}, ${session.expiresAt}, ${session.address ?? null}, ${session.agent ?? null})`;
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

/** The password was proved again. false for a session that has ended. */
export async function stepUpSession(web: Sql | Tx, tokenHash: Buffer, at: Date): Promise<boolean> {
  const [row] = await web`select data.step_up_session(${tokenHash}, ${at}) as done`;
  return row?.["done"] === true;
}

/** What still opens something for an account: seen after `seenAfter` and not over at `at`; the latest first, 100 at the most. */
export async function listSessions(tx: Tx, accountId: string, at: Date, seenAfter: Date): Promise<ListedSession[]> {
  return rowsAs(await tx`select * from data.list_sessions(${accountId}, ${at}, ${seenAfter})`);
}

/** One session of an account by its id. false when there is none that goes on. */
export async function endSession(tx: Tx, accountId: string, id: string, at: Date): Promise<boolean> {
  const [row] = await tx`select data.end_session(${accountId}, ${id}, ${at}) as done`;
  return row?.["done"] === true;
}

/** One session by its hash, or all of an account within the reach of the transaction. Answers how many ended. */
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
export async function revokeOtherSessions(tx: Tx, accountId: string, keep: Buffer, at: Date): Promise<number> {
  const [row] = await tx`select data.revoke_other_sessions(${accountId}, ${keep}, ${at}) as n`;
  return row?.["n"] as number;
}

/** Role keeper: deletes the rows of sessions that ended before. */
export async function forgetSessions(keeper: Sql, before: Date): Promise<number> {
  const [row] = await keeper`select data.forget_sessions(${before}) as n`;
  return row?.["n"] as number;
}
