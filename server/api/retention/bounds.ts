import { showBounds } from "../../privacy/index.ts";
import { procedure } from "../trpc.ts";

export const bounds = procedure.query(({ ctx }) => showBounds(ctx));
