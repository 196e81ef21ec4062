import { z } from "zod";
import { authorise, type Context, door } from "../context.ts";
import { reachOf } from "../domain/permissions.ts";
import { type ListedAccount, listPeople, PEOPLE_SORTS, PEOPLE_STATES, type PeopleQuery } from "../store/accounts.ts";
import { withReach } from "../store/reach.ts";
import { grantableBy } from "./reach.ts";

export const FindPeopleInput = z.strictObject({
  /** A part of the name or of the address; empty for all. */
  text: z.string().trim().max(120).default(""),
  /** "never" signed in, or has to "change" a password that somebody else chose. */
  state: z.enum(PEOPLE_STATES).default("any"),
  sort: z.enum(PEOPLE_SORTS).default("name"),
  desc: z.boolean().default(false),
  skip: z.number().int().min(0).max(1_000_000).default(0),
  limit: z.number().int().min(1).max(200).default(50),
});
export type FindPeopleInput = z.input<typeof FindPeopleInput>;

export interface FoundPerson extends ListedAccount {
  /** Whether the asking person may change them; the verbs decide again. */
  readonly changeable: boolean;
}

export interface FoundPeople {
  readonly people: readonly FoundPerson[];
  readonly found: number;
}

/** A page of the people within reach who may sign in, of the company worked on where there is one; never a password hash. */
export async function findPeople(ctx: Context, input: FindPeopleInput, companyId: number | null): Promise<FoundPeople> {
  authorise(ctx, "people.see");
  const asked = FindPeopleInput.parse(input);
  const place = placeOf(ctx, companyId);
  if (place === null) return { people: [], found: 0 };
  const { people, found } = await pageOf(ctx, { ...asked, ...place });
  // A page that has emptied meanwhile still says how many there are.
  const counted =
    found === 0 && asked.skip > 0 ? (await pageOf(ctx, { ...asked, ...place, skip: 0, limit: 1 })).found : found;
  const givable = ctx.actor.permissions.has("people.change") ? grantableBy(ctx.actor) : [];
  const changeable = (person: ListedAccount) => person.id !== ctx.actor.accountId && givable.includes(person.profile);
  return { people: people.map((person) => ({ ...person, changeable: changeable(person) })), found: counted };
}

function pageOf(ctx: Context, query: PeopleQuery) {
  const reach = { companyId: query.companyId ?? ctx.actor.companyId, resellerId: ctx.actor.resellerId };
  return withReach(door(ctx, "web"), reach, (tx) => listPeople(tx, query));
}

/** null when there is nobody to see. */
function placeOf({ actor }: Context, companyId: number | null): Pick<PeopleQuery, "resellerId" | "companyId"> | null {
  switch (reachOf(actor.profile)) {
    case "installation":
      return { resellerId: null, companyId };
    case "reseller":
      return actor.resellerId === null ? null : { resellerId: actor.resellerId, companyId };
    case "company":
    case "self":
      return actor.companyId === null ? null : { resellerId: null, companyId: actor.companyId };
  }
}
