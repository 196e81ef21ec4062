import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../../context.ts";
import type { PartyClass, Product } from "../../domain/codes.ts";
import { isMasked } from "../../domain/retention.ts";
import { maskedIn, type Sight } from "../../domain/sight.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { companyRules } from "./company-rules.ts";

/** What the company's rules mask to everybody, whatever a profile shows. It deletes nothing: that is the rule's other half. */
export interface MaskedValues {
  /** Whether any rule masks anything at all, so that who shows thousands need not ask for each. */
  readonly any: boolean;
  /** Whether a value of a call of this moment is masked today. */
  ofCall(product: Product, cls: PartyClass, startedAt: Date): boolean;
  /** The same as a sight: stricter where the rule masks, never more open. */
  sightOf(sight: Sight, product: Product, cls: PartyClass, startedAt: Date): Sight;
}

type Place = Pick<CompanyContext, "company" | "clock">;

export async function maskedValues(tx: Tx, { company, clock }: Place): Promise<MaskedValues> {
  const rules = await companyRules(tx, company.id);
  const today = dayIn(company.timeZone, clock());
  const ofCall = (product: Product, cls: PartyClass, startedAt: Date) => {
    const { maskedAfterDays = null } = rules.rule(product, cls);
    return maskedAfterDays !== null && isMasked(dayIn(company.timeZone, startedAt), today, maskedAfterDays);
  };
  return {
    any: rules.all.some((rule) => (rule.maskedAfterDays ?? null) !== null),
    ofCall,
    sightOf: (sight, product, cls, startedAt) => maskedIn(sight, cls, ofCall(product, cls, startedAt)),
  };
}

/** The same in a transaction of its own. */
export function readMaskedValues(ctx: Place & Pick<CompanyContext, "sql">): Promise<MaskedValues> {
  return withCompany(door(ctx, "web"), ctx.company.id, (tx) => maskedValues(tx, ctx));
}
