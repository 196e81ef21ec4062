import { DropProfileInput, dropProfile } from "../../directory/profiles/drop-profile.ts";
import { companyProcedure } from "../trpc.ts";

export const drop = companyProcedure.input(DropProfileInput).mutation(({ ctx, input }) => dropProfile(ctx, input));
