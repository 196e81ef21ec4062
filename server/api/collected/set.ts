import { setCollected, SetCollectedInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const set = companyProcedure.input(SetCollectedInput).mutation(({ ctx, input }) => setCollected(ctx, input));
