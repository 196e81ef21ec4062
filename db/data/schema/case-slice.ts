import { date, integer, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** Which slices of the keyring a case has. */
export const caseSlice = dataSchema.table(
  "case_slice",
  {
    companyId: integer("company_id").notNull(), // plain
    sliceId: integer("slice_id").notNull(), // plain
    caseId: uuid("case_id").notNull(), // plain
    formerEnd: date("former_end"), // plain: when the raw of a day would have gone without the case
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sliceId] })],
);
