import { PreviewSightInput, previewSight } from "../../privacy/index.ts";
import { procedure } from "../trpc.ts";

export const preview = procedure.input(PreviewSightInput).query(({ ctx, input }) => previewSight(ctx, input));
