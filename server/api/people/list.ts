import { FindPeopleInput, findPeople } from "../../directory/find-people.ts";
import { procedure } from "../trpc.ts";

export const list = procedure
  .input(FindPeopleInput)
  .query(({ ctx, input }) => findPeople(ctx, input, ctx.session.company?.id ?? null));
