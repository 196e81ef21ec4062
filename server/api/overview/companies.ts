import { CompaniesOverviewInput, readCompaniesOverview } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const companies = procedure
  .input(CompaniesOverviewInput)
  .query(({ ctx, input }) => readCompaniesOverview(ctx, input));
