import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../../context.ts";
import { isAuditRule } from "../../domain/audit-rule.ts";
import { type CompanyRow, readDisposal } from "../../store/index.ts";

interface Due {
  readonly companyId: number;
  readonly product: number;
  readonly class: number;
}

/**
 * Due keys without those of public bodies on which nothing is decided: they are left until the rules are applied, which give
 * them the end of what is not disposed of. Asked anew by whatever destroys, so that no order of jobs gets past it.
 */
export async function decidedSlices<T extends Due>(
  installation: Installation,
  due: readonly T[],
  companies: readonly Pick<CompanyRow, "id" | "kind">[],
): Promise<T[]> {
  const held = new Set<T>();
  for (const { id } of companies.filter((company) => company.kind === "public")) {
    const own = due.filter((slice) => slice.companyId === id);
    if (own.length === 0) continue;
    const disposal = (await withCompany(door(installation, "keeper"), id, (tx) => readDisposal(tx, id))) ?? [];
    // Keys of the audit are of no call records: their rule runs without a decision.
    for (const slice of own.filter((one) => !isAuditRule(one)))
      if (!disposal.some((item) => item.product === slice.product && item.class === slice.class)) held.add(slice);
  }
  return held.size === 0 ? [...due] : due.filter((slice) => !held.has(slice));
}
