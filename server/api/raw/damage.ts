import { listRawDamage, RawDamageInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const damage = companyProcedure.input(RawDamageInput).query(({ ctx, input }) => listRawDamage(ctx, input));
