import { customType, pgSchema, timestamp } from "drizzle-orm/pg-core";

/**
 * The tables of the data cluster, one file each; the comment beside a column says whether it is personal: plain, personal
 * (of whom), a pseudonym, sealed, or a secret. Partitions, policies, functions and grants stand in the migrations.
 */
export const dataSchema = pgSchema("data");

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

export function instant(name: string) {
  return timestamp(name, { withTimezone: true });
}
