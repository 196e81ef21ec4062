import { integer, text } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** How long finished jobs are kept, by how they ended. Reached through definer functions only. */
export const jobKeeping = dataSchema.table("job_keeping", {
  jobState: text("job_state").notNull().primaryKey(), // plain
  keptDays: integer("kept_days").notNull(), // plain
});
