import { showMeter } from "../../maintenance/copies/show-meter.ts";
import { companyProcedure } from "../trpc.ts";

export const meter = companyProcedure.query(({ ctx }) => showMeter(ctx));
