import { ShowQualityInput, showQuality } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const quality = companyProcedure.input(ShowQualityInput).query(({ ctx, input }) => showQuality(ctx, input));
