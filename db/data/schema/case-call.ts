import { integer, primaryKey, smallint, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** A call that a case was made for. State: 0 to be carried, 1 carried, 2 gone before it could be. */
export const caseCall = dataSchema.table(
  "case_call",
  {
    companyId: integer("company_id").notNull(), // plain
    caseId: uuid("case_id").notNull(), // plain
    recordId: uuid("record_id").notNull(), // plain: the call's id
    state: smallint("state").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.caseId, table.recordId] })],
);
