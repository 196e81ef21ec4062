import { date, jsonb, text } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** The public half of each day's inbox key. */
export const inboxPublicKey = dataSchema.table("inbox_public_key", {
  day: date("day").notNull().primaryKey(), // plain
  kid: text("kid").notNull(), // plain
  jwk: jsonb("jwk").notNull(), // plain
});
