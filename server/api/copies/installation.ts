import { showInstallationCopies } from "../../maintenance/copies/show-installation-copies.ts";
import { procedure } from "../trpc.ts";

export const installation = procedure.query(({ ctx }) => showInstallationCopies(ctx));
