import { authorise, type Context, door } from "../context.ts";
import { reachOf } from "../domain/permissions.ts";
import { type Account, type AccountFilter, listAccounts } from "../store/accounts.ts";
import { listCompanies } from "../store/companies.ts";

export interface ListPeopleInput {
  /** The company worked on; a profile of many companies sees the people of all it reaches without one. */
  readonly companyId: number | null;
}

/** Who may sign in, never with a password hash. People of closed companies are gone with them. */
export async function listPeople(ctx: Context, input: ListPeopleInput): Promise<Account[]> {
  authorise(ctx, "people.see");
  const filter = filterOf(ctx, input);
  if (filter === null) return [];
  const sql = door(ctx, "web");
  const [people, companies] = [await listAccounts(sql, filter), await listCompanies(sql)];
  const open = new Set(companies.map((company) => company.id));
  return people.filter((person) => person.scopeCompanyId === null || open.has(person.scopeCompanyId));
}

/** null when there is nobody to see. */
function filterOf({ actor }: Context, { companyId }: ListPeopleInput): AccountFilter | null {
  const chosen = companyId === null ? {} : { companyId };
  switch (reachOf(actor.profile)) {
    case "installation":
      return chosen;
    case "reseller":
      return actor.resellerId === null ? null : { resellerId: actor.resellerId, ...chosen };
    case "company":
    case "self":
      return actor.companyId === null ? null : { companyId: actor.companyId };
  }
}
