import { integer, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** Other ids under which a call that was read anew is known when it is sent again: digests of facts, no value of a person. */
export const callAlias = dataSchema.table(
  "call_alias",
  {
    companyId: integer("company_id").notNull(), // plain
    parties: integer("parties").notNull(), // plain
    id: uuid("id").notNull(), // plain
    recordId: uuid("record_id").notNull(), // plain: the call's id
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id, table.recordId, table.parties] })],
);
