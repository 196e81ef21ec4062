import { PlaceSourceInput, placeSource } from "../../edge/index.ts";
import { companyProcedure } from "../trpc.ts";

export const place = companyProcedure.input(PlaceSourceInput).mutation(({ ctx, input }) => placeSource(ctx, input));
