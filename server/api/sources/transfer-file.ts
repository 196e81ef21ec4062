import { SoughtTransfers, transferFile as writeFile } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const transferFile = companyProcedure.input(SoughtTransfers).query(({ ctx, input }) => writeFile(ctx, input));
