import { dropRelay as drop } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const dropRelay = procedure.mutation(({ ctx }) => drop(ctx));
