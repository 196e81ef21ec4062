import { keyState } from "../../maintenance/keys/key-state.ts";
import { procedure } from "../trpc.ts";

export const state = procedure.query(({ ctx }) => keyState(ctx));
