import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { DATA_CLASSES, type PartyClass, partyCodeBit, type Product, ROLES } from "../../domain/codes.ts";
import { expiresOn } from "../../domain/retention.ts";
import { type Day, dayIn } from "../../domain/zoned-time.ts";
import { listRules } from "../../store/index.ts";
import { companyRules } from "../retention/company-rules.ts";

/**
 * Says of calls of a day, by the kinds of identifiers they were read with, whether their raw record has ended by its rule. After
 * a rule was changed nobody can tell from outside what an earlier one has ended: then it has.
 */
export async function rawEnds(
  tx: Tx,
  { company, clock }: Pick<CompanyContext, "company" | "clock">,
  product: Product,
  day: Day,
): Promise<(parties: number) => boolean> {
  const rules = await companyRules(tx, company.id);
  const changed = (await listRules(tx, company.id)).some(({ setAt }) => dayIn(company.timeZone, setAt) >= day);
  const today = dayIn(company.timeZone, clock());
  return (parties) => {
    const classes = PARTY_CLASSES.filter((one) =>
      Object.values(ROLES).some((role) => (parties & partyCodeBit(role, DATA_CLASSES[one])) !== 0),
    );
    return changed || expiresOn(day, day, rules.rawRule(product, classes)) <= today;
  };
}

const PARTY_CLASSES: readonly PartyClass[] = ["phone", "ssn", "ssn_truncated", "name"];
