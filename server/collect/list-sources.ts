import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { nameOf, type Product, PRODUCTS } from "../domain/codes.ts";
import { SOURCE_PROBLEMS, type SourceProblem } from "../sources/index.ts";
import { listLeases } from "../store/leases.ts";
import { listSources as readSources, type SourceRow } from "../store/sources.ts";

/** A source as its page and `gallra source list` show it. */
export interface SourceView extends Omit<SourceRow, "product" | "companyId" | "removedAt" | "stateReason"> {
  readonly product: Product | null;
  /** What hinders it; null while all is well, or while it is stopped. */
  readonly problem: SourceProblem | null;
  /** Whether a collector holds it at this moment, and which one. */
  readonly heldBy: string | null;
}

/** The company's sources by name. */
export async function listSources(ctx: CompanyContext): Promise<SourceView[]> {
  authoriseCompany(ctx, "source.see");
  const { rows, leases } = await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    async (tx) => ({ rows: await readSources(tx, ctx.company.id), leases: await listLeases(tx, ctx.company.id) }),
    { readOnly: true },
  );
  const holders = new Map(leases.map((lease) => [lease.sourceId, lease.live ? lease.holder : null]));
  return rows.map(({ companyId: _, removedAt: __, product, stateReason, ...row }) => ({
    ...row,
    product: nameOf(PRODUCTS, product) ?? null,
    problem: row.state === "failed" ? problemOf(stateReason) : null,
    heldBy: holders.get(row.id) ?? null,
  }));
}

function problemOf(reason: string | null): SourceProblem {
  return reason !== null && reason in SOURCE_PROBLEMS ? (reason as SourceProblem) : "read-failed";
}
