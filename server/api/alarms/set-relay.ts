import { SetRelayInput, setRelay as set } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const setRelay = procedure.input(SetRelayInput).mutation(({ ctx, input }) => set(ctx, input));
