import { TurnDemoInput, turnDemo } from "../../maintenance/demo/turn-demo.ts";
import { procedure } from "../trpc.ts";

export const turn = procedure.input(TurnDemoInput).mutation(({ ctx, input }) => turnDemo(ctx, input));
