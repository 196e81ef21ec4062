import { showShield } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const shield = companyProcedure.query(({ ctx }) => showShield(ctx));
