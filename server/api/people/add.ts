import { AddPersonInput, addPerson } from "../../directory/add-person.ts";
import { procedure } from "../trpc.ts";

export const add = procedure.input(AddPersonInput).mutation(({ ctx, input }) => addPerson(ctx, input));
