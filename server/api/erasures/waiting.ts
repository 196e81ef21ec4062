import { listWaitingErasures } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const waiting = companyProcedure.query(({ ctx }) => listWaitingErasures(ctx));
