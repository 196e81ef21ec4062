import type { Tx } from "#db/clients.ts";
import type { CompanyContext, Installation } from "../context.ts";
import { uuidText } from "../domain/uuid.ts";
import { withoutNumbers } from "../domain/free-text.ts";
import { pseudonymise } from "../keyring/index.ts";
import { appendAudit } from "../store/audit.ts";
import { monthSlice } from "./month-slice.ts";

export interface AuditEntry {
  /** What was done: room and verb, e.g. "data.search". */
  readonly action: string;
  /** Whom it is about, as `subjectPseudonym` gave it; absent when nobody was found. */
  readonly subject?: string | null;
  /** Why, in the words of the person; never a number. */
  readonly purpose?: string;
  /** Counts, ids and codes. */
  readonly detail?: Readonly<Record<string, number | string | boolean | null>>;
}

/**
 * Writes who did what, in the transaction that does it and as its last statement: no audit row, no disclosure. Answers its
 * number in the company.
 */
export async function audit(ctx: CompanyContext, tx: Tx, entry: AuditEntry): Promise<number> {
  return appendAudit(tx, {
    companyId: ctx.company.id,
    at: ctx.clock(),
    actorId: ctx.actor.accountId,
    actor: ctx.actor.name,
    action: entry.action,
    subjectPseudonym: entry.subject ?? null,
    purpose: wordsOf(entry, ctx.clock()),
    detail: { via: ctx.actor.via, ...entry.detail },
    ip: ctx.actor.address,
  });
}

/** Why, without the numbers that people write into reasons all the same. */
export function wordsOf({ purpose }: AuditEntry, at: Date): string | null {
  return purpose === undefined ? null : withoutNumbers(purpose, at);
}

/** The product's own work: sweeps, erasures under way, recoveries. */
export async function systemAudit(
  installation: Pick<Installation, "clock">,
  tx: Tx,
  companyId: number,
  entry: AuditEntry,
): Promise<number> {
  return appendAudit(tx, {
    companyId,
    at: installation.clock(),
    actorId: null,
    actor: "Gallra",
    action: entry.action,
    subjectPseudonym: entry.subject ?? null,
    purpose: wordsOf(entry, installation.clock()),
    detail: { via: "worker", ...entry.detail },
    ip: null,
  });
}

/**
 * A subject as the audit of this month names it. Asked before the transaction, since it is the other cluster's answer. It
 * opens to nobody once the subject is erased or the month's key is gone.
 */
export async function subjectPseudonym(ctx: CompanyContext, subjectId: Buffer | undefined): Promise<string | null> {
  if (subjectId === undefined) return null;
  const slice = await monthSlice(ctx.keyring, ctx.company, ctx.clock());
  return uuidText(await pseudonymise(ctx.keyring, ctx.company.id, slice, subjectId));
}
