import { ListInstallationInput, listInstallation } from "../../audit/index.ts";
import { procedure } from "../trpc.ts";

export const installationList = procedure
  .input(ListInstallationInput)
  .query(({ ctx, input }) => listInstallation(ctx, input));
