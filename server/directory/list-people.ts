import { authorise, type Context, door } from "../context.ts";
import { reachOf } from "../domain/permissions.ts";
import { type Account, listAccounts } from "../store/accounts.ts";

export interface ListPeopleInput {
  /** The company worked on; a profile of many companies sees the people of all it reaches without one. */
  readonly companyId: number | null;
}

/** Who may sign in, never with a password hash. */
export async function listPeople(ctx: Context, input: ListPeopleInput): Promise<Account[]> {
  authorise(ctx, "people.see");
  const sql = door(ctx, "web");
  switch (reachOf(ctx.actor.profile)) {
    case "installation":
      return await listAccounts(sql, input.companyId === null ? {} : { companyId: input.companyId });
    case "reseller":
      if (ctx.actor.resellerId === null) return [];
      return await listAccounts(sql, {
        resellerId: ctx.actor.resellerId,
        ...(input.companyId === null ? {} : { companyId: input.companyId }),
      });
    case "company":
    case "self":
      return ctx.actor.companyId === null ? [] : await listAccounts(sql, { companyId: ctx.actor.companyId });
  }
}
