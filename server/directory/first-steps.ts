import { withCompany } from "#db/with-company.ts";
import { authorise, type Company, type Context, door } from "../context.ts";
import { listAccounts } from "../store/accounts.ts";
import { type CompanySteps, companySteps } from "../store/first-steps.ts";
import { listCompanies } from "./list-companies.ts";

/** What of the way from an empty installation to a first search lies behind somebody already; ticked by what exists. */
export interface FirstSteps extends CompanySteps {
  readonly company: boolean;
  /** Somebody else may sign in to the company. */
  readonly people: boolean;
}

const NOTHING = { source: false, collected: false, searched: false, people: false } as const;

/** For the guide on the overview: facts of one's own reach as yes and no, and nothing about anybody. */
export async function firstSteps(ctx: Context, company: Company | null): Promise<FirstSteps> {
  authorise(ctx, "overview.see");
  const known = ctx.actor.permissions.has("company.see") && (await listCompanies(ctx)).length > 0;
  if (company === null) return { ...NOTHING, company: known };
  const web = door(ctx, "web");
  const { accounts, steps } = await withCompany(
    web,
    company.id,
    async (tx) => ({
      accounts: await listAccounts(tx, { companyId: company.id }),
      steps: await companySteps(tx, company.id),
    }),
    { readOnly: true },
  );
  const people = accounts.some(({ id, disabledAt }) => id !== ctx.actor.accountId && disabledAt === null);
  return { company: true, people, ...steps };
}
