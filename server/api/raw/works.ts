import { listRawWorks, RawWorkInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const works = companyProcedure.input(RawWorkInput).query(({ ctx, input }) => listRawWorks(ctx, input));
