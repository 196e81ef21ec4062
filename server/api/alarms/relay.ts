import { showRelay } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const relay = procedure.query(({ ctx }) => showRelay(ctx));
