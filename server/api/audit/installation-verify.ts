import { askInstallationCheck } from "../../audit/index.ts";
import { procedure } from "../trpc.ts";

export const installationVerify = procedure.mutation(({ ctx }) => askInstallationCheck(ctx));
