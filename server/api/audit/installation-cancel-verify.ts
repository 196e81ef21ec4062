import { cancelInstallationCheck } from "../../audit/index.ts";
import { procedure } from "../trpc.ts";

export const installationCancelVerify = procedure.mutation(({ ctx }) => cancelInstallationCheck(ctx));
