import { SearchInput, search as searchFor } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const search = companyProcedure.input(SearchInput).query(({ ctx, input }) => searchFor(ctx, input));
