import type { Tx } from "#db/clients.ts";
import { type Context, door } from "../context.ts";
import { appendAudit, INSTALLATION } from "../store/audit.ts";
import { withReach } from "../store/reach.ts";
import { type AuditEntry, wordsOf } from "./audit.ts";

/**
 * Does something about people, companies or sign-ins and writes it down in the same transaction: in the audit of the company
 * it belongs to, or in the installation's where it belongs to none. The transaction reaches that company alone, and nobody beyond
 * the actor's reseller.
 */
export async function audited<T>(
  ctx: Pick<Context, "clock" | "actor" | "sql">,
  companyId: number | null,
  entry: AuditEntry,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const both = async (tx: Tx): Promise<T> => {
    const result = await work(tx);
    await appendAudit(tx, {
      companyId: companyId ?? INSTALLATION,
      at: ctx.clock(),
      actorId: ctx.actor.accountId,
      actor: ctx.actor.name,
      action: entry.action,
      subjectPseudonym: null,
      purpose: wordsOf(entry, ctx.clock()),
      detail: { via: ctx.actor.via, ...entry.detail },
      ip: ctx.actor.address,
    });
    return result;
  };
  if (companyId === null && ctx.actor.companyId !== null)
    throw new Error("somebody of one company acts in that company");
  return await withReach(door(ctx, "web"), { companyId, resellerId: ctx.actor.resellerId }, both);
}
