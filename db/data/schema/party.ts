import { date, integer, smallint, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** Who took part: a pseudonym in a record. Partitioned by the day it ends on; no primary key, since nothing names a row. */
export const party = dataSchema.table("party", {
  companyId: integer("company_id").notNull(), // plain
  expiresOn: date("expires_on").notNull(), // plain
  sliceId: integer("slice_id").notNull(), // plain
  sourceId: integer("source_id").notNull(), // plain
  pseudonym: uuid("pseudonym").notNull(), // pseudonym under the slice's key
  recordId: uuid("record_id").notNull(), // plain by itself
  product: smallint("product").notNull(), // plain
  role: smallint("role").notNull(), // plain
  class: smallint("class").notNull(), // plain
});
