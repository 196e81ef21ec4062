import { type Actor, type Company, door, type Installation, reaches } from "../context.ts";
import type { Permission } from "../domain/permissions.ts";
import type { Rights } from "../domain/rights.ts";
import { AppError } from "../domain/app-error.ts";
import { IDLE_MS } from "../domain/session-limits.ts";
import { findCompany } from "../store/companies.ts";
import { readSession as readSessionRow, type SessionRow, touchSession } from "../store/sessions.ts";
import { hashToken } from "./open-session.ts";
import { rightsOfAccount } from "./own-rights.ts";

/** A person at work: looked up anew for every request, so that a revoked session or a changed right works on the next one. */
export interface Session {
  readonly tokenHash: Buffer;
  readonly actor: Actor;
  readonly email: string;
  readonly language: "sv" | "en" | null;
  readonly mustChangePassword: boolean;
  /** Nothing but changing the password is open: somebody else chose it, in the portal. */
  readonly changeForced: boolean;
  /** The company being worked on; null for a profile of many companies that has chosen none. */
  readonly company: Company | null;
  readonly expiresAt: Date;
}

const TOUCH_MS = 60 * 1000;

/** The one door: every procedure, page and route gets its session here. null for unknown, ended, idle and revoked ones. */
export async function readSession(
  installation: Installation,
  token: string,
  address: string | null,
): Promise<Session | null> {
  const sql = door(installation, "web");
  const tokenHash = hashToken(token);
  const now = installation.clock();
  const row = await readSessionRow(sql, tokenHash, now);
  if (row === null) return null;
  const idle = now.getTime() - row.lastSeenAt.getTime();
  if (idle > IDLE_MS) return null;
  if (idle > TOUCH_MS) await touchSession(sql, tokenHash, now, row.expiresAt);
  const { accountId, profile, scopeCompanyId } = row;
  const held = await rightsOfAccount(sql, { accountId, profile, companyId: scopeCompanyId });
  const rights = row.changeForced ? { ...held, permissions: ONLY_OWN } : held;
  const actor = actorOf(row, rights, address);
  const companyId = actor.companyId ?? row.currentCompanyId;
  const found = companyId === null ? null : await findCompany(sql, { id: companyId });
  const company = found !== null && reaches(actor, found) ? found : null;
  // A company that was closed takes its people's sessions with it.
  if (actor.companyId !== null && company === null) return null;
  const { email, language, mustChangePassword, changeForced, expiresAt } = row;
  return { tokenHash, actor, email, language, mustChangePassword, changeForced, company, expiresAt };
}

/** What is left to whoever has a password that somebody else chose: their own account, to change it. */
const ONLY_OWN: ReadonlySet<Permission> = new Set(["account.own"]);

/** What everything else answers until then. */
export function passwordFirst(): AppError {
  return new AppError(
    "forbidden",
    "Choose a password of your own first: sign in to the portal and change it there. The one you have was chosen by somebody else.",
  );
}

function actorOf(row: SessionRow, rights: Rights, address: string | null): Actor {
  return {
    ...rights,
    accountId: row.accountId,
    name: row.name,
    resellerId: row.resellerId,
    companyId: row.scopeCompanyId,
    sessionId: row.id,
    via: row.via,
    steppedUpAt: row.steppedUpAt,
    address,
  };
}
