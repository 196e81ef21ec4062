import { listDrivers } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const drivers = companyProcedure.query(({ ctx }) => listDrivers(ctx));
