import { authoriseCompany, type CompanyContext, type Context, door } from "../context.ts";
import { type AuditCheckRow, auditCheck, auditState, withAuditOf } from "../store/index.ts";
import { headsFolder, newestHead } from "./heads/heads-file.ts";
import type { AuditVerdict } from "./verify-against.ts";

export interface ChainView {
  /** Entries there are now, and since when: earlier ones went by rule. */
  readonly rows: number;
  readonly since: Date | null;
  /** The newest head kept outside the databases. */
  readonly signed: { readonly seq: number; readonly at: Date } | null;
  readonly check: {
    readonly state: AuditCheckRow["state"];
    readonly rowsDone: number;
    readonly rowsTotal: number;
    readonly askedAt: Date;
  } | null;
  /** The last verification that ended. */
  readonly verdict: (AuditVerdict & { readonly at: Date }) | null;
}

/** How this company's audit stands. It shows counts, hashes and places, and so is no reading of personal data. */
export async function showChain(ctx: CompanyContext): Promise<ChainView> {
  authoriseCompany(ctx, "audit.see");
  return await chainOf(ctx, ctx.company.id);
}

/** Shared with the installation's own audit (0). Who may see it was asked before. */
export async function chainOf(ctx: Pick<Context, "env" | "sql">, companyId: number): Promise<ChainView> {
  const signed = newestHead(headsFolder(ctx.env.home), companyId);
  return await withAuditOf(door(ctx, "web"), companyId, async (tx) => {
    const state = await auditState(tx, companyId);
    const check = await auditCheck(tx, companyId);
    const verdict = check?.verdict as AuditVerdict | null | undefined;
    return {
      rows: (state?.seq ?? 0) - (state?.checkpoint?.seq ?? 0),
      since: state?.checkpoint?.at ?? null,
      signed: signed === null ? null : { seq: signed.seq, at: new Date(signed.at) },
      check:
        check === null
          ? null
          : { state: check.state, rowsDone: check.rowsDone, rowsTotal: check.rowsTotal, askedAt: check.askedAt },
      verdict:
        check === null || verdict === null || verdict === undefined || check.finishedAt === null
          ? null
          : { ...verdict, at: check.finishedAt },
    };
  });
}
