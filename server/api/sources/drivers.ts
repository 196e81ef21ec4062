import { listDrivers } from "../../directory/sources/list-drivers.ts";
import { companyProcedure } from "../trpc.ts";

export const drivers = companyProcedure.query(({ ctx }) => listDrivers(ctx));
