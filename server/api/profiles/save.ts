import { SaveProfileInput, saveProfile } from "../../directory/profiles/save-profile.ts";
import { companyProcedure } from "../trpc.ts";

export const save = companyProcedure.input(SaveProfileInput).mutation(({ ctx, input }) => saveProfile(ctx, input));
