import { showInstallation } from "../../audit/index.ts";
import { procedure } from "../trpc.ts";

export const installationChain = procedure.query(({ ctx }) => showInstallation(ctx));
