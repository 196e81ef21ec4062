import { ReadExportManifestInput, readExportManifest } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const manifest = companyProcedure
  .input(ReadExportManifestInput)
  .mutation(({ ctx, input }) => readExportManifest(ctx, input));
