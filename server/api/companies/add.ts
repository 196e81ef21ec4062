import { AddCompanyInput, addCompany } from "../../directory/add-company.ts";
import { procedure } from "../trpc.ts";

export const add = procedure.input(AddCompanyInput).mutation(({ ctx, input }) => addCompany(ctx, input));
