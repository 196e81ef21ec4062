import { ChangePersonInput, changePerson } from "../../directory/change-person.ts";
import { procedure } from "../trpc.ts";

export const change = procedure.input(ChangePersonInput).mutation(({ ctx, input }) => changePerson(ctx, input));
