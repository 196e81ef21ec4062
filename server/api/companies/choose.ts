import { ChooseCompanyInput, chooseCompany } from "../../auth/choose-company.ts";
import { procedure } from "../trpc.ts";

export const choose = procedure.input(ChooseCompanyInput).mutation(({ ctx, input }) => chooseCompany(ctx, input));
