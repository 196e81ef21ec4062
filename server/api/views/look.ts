import { PageLook, setLook } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const look = companyProcedure.input(PageLook).mutation(({ ctx, input }) => setLook(ctx, input));
