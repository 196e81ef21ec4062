import { listProfiles } from "../../directory/profiles/list-profiles.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.query(({ ctx }) => listProfiles(ctx));
