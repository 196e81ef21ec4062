import { ObjectInput, noteObjection } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const object = companyProcedure.input(ObjectInput).mutation(({ ctx, input }) => noteObjection(ctx, input));
