import { previewBundle as preview } from "../../maintenance/bundle/support-bundle.ts";
import { procedure } from "../trpc.ts";

export const previewBundle = procedure.query(({ ctx }) => preview(ctx));
