import { justifySsn, JustifySsnInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const justify = companyProcedure.input(JustifySsnInput).mutation(({ ctx, input }) => justifySsn(ctx, input));
