import { listJobs } from "../../maintenance/scheduler/list-jobs.ts";
import { procedure } from "../trpc.ts";

export const jobs = procedure.query(({ ctx }) => listJobs(ctx));
