import { OpenLinesInput, openLines } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

/** A mutation, so that the answer never lies in the page's cache. */
export const open = companyProcedure.input(OpenLinesInput).mutation(({ ctx, input }) => openLines(ctx, input));
