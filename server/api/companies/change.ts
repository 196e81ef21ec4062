import { ChangeCompanyInput, changeCompany } from "../../directory/change-company.ts";
import { procedure } from "../trpc.ts";

export const change = procedure.input(ChangeCompanyInput).mutation(({ ctx, input }) => changeCompany(ctx, input));
