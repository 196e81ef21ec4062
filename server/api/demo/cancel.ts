import { cancelDemo } from "../../maintenance/demo/turn-demo.ts";
import { procedure } from "../trpc.ts";

export const cancel = procedure.mutation(({ ctx }) => cancelDemo(ctx));
