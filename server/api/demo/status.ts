import { demoStatus } from "../../maintenance/demo/demo-status.ts";
import { procedure } from "../trpc.ts";

export const status = procedure.query(({ ctx }) => demoStatus(ctx));
