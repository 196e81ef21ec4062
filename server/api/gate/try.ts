import { tryGate, TryGateInput } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const tryLines = companyProcedure.input(TryGateInput).mutation(({ ctx, input }) => tryGate(ctx, input));
