import { confirmSweep as confirm } from "../../privacy/index.ts";
import { procedure } from "../trpc.ts";

export const confirmSweep = procedure.mutation(({ ctx }) => confirm(ctx));
