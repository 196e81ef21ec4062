import { setRetention, SetRetentionInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const set = companyProcedure.input(SetRetentionInput).mutation(({ ctx, input }) => setRetention(ctx, input));
