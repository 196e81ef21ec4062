import { showSweep } from "../../privacy/index.ts";
import { procedure } from "../trpc.ts";

export const sweepState = procedure.query(({ ctx }) => showSweep(ctx));
