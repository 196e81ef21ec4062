import { SaveViewInput, saveView } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const save = companyProcedure.input(SaveViewInput).mutation(({ ctx, input }) => saveView(ctx, input));
