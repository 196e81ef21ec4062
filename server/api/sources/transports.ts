import { listSourceTransports } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const transports = companyProcedure.query(({ ctx }) => listSourceTransports(ctx));
