import { integer, text, uuid } from "drizzle-orm/pg-core";
import { bytea, dataSchema, instant } from "./columns.ts";

/** Who is signed in. Reached through definer functions only. */
export const session = dataSchema.table("session", {
  tokenHash: bytea("token_hash").notNull().primaryKey(), // secret: SHA-256 of the token
  id: uuid("id").notNull(), // plain
  accountId: uuid("account_id").notNull(), // personal: points at an employee
  currentCompanyId: integer("current_company_id"), // plain
  via: text("via").notNull(), // plain
  createdAt: instant("created_at").notNull(), // plain
  lastSeenAt: instant("last_seen_at").notNull(), // personal: an employee
  expiresAt: instant("expires_at").notNull(), // plain
  revokedAt: instant("revoked_at"), // plain
  steppedUpAt: instant("stepped_up_at"), // plain
  address: text("address"), // personal: an employee
  agent: text("agent"), // personal: an employee's browser, two words of a closed list
});
