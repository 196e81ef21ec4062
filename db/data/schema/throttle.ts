import { integer } from "drizzle-orm/pg-core";
import { bytea, dataSchema, instant } from "./columns.ts";

/** Wrong guesses at a password, by whom and from where. Reached through definer functions only. */
export const throttle = dataSchema.table("throttle", {
  key: bytea("key").notNull().primaryKey(), // pseudonym: a keyed digest of an address or account
  attempts: integer("attempts").notNull(), // plain
  lastAt: instant("last_at").notNull(), // plain
});
