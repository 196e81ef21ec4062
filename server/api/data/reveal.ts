import { RevealInput, reveal as revealValue } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

/** A mutation, so that the answer never lies in the page's cache. */
export const reveal = companyProcedure.input(RevealInput).mutation(({ ctx, input }) => revealValue(ctx, input));
