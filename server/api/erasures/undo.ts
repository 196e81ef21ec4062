import { undoErasure, UndoErasureInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const undo = companyProcedure.input(UndoErasureInput).mutation(({ ctx, input }) => undoErasure(ctx, input));
