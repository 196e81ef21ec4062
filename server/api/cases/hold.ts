import { AddHoldInput, addHold } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const hold = companyProcedure.input(AddHoldInput).mutation(({ ctx, input }) => addHold(ctx, input));
