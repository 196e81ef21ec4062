import { listCompanies } from "../../directory/list-companies.ts";
import { procedure } from "../trpc.ts";

export const list = procedure.query(({ ctx }) => listCompanies(ctx));
