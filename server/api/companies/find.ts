import { FindCompaniesInput, findCompanies } from "../../directory/find-companies.ts";
import { procedure } from "../trpc.ts";

export const find = procedure.input(FindCompaniesInput).query(({ ctx, input }) => findCompanies(ctx, input));
