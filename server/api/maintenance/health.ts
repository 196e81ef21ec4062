import { readHealth } from "../../maintenance/health/read-health.ts";
import { procedure } from "../trpc.ts";

export const health = procedure.query(({ ctx }) => readHealth(ctx));
