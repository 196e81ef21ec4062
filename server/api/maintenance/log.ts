import { ReadLogInput, readLog } from "../../maintenance/logs/read-log.ts";
import { procedure } from "../trpc.ts";

export const log = procedure.input(ReadLogInput).query(({ ctx, input }) => readLog(ctx, input));
