import { boolean, integer, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Who signs in. Reached through definer functions only. */
export const account = dataSchema.table("account", {
  id: uuid("id").notNull().primaryKey(), // plain
  resellerId: integer("reseller_id"), // plain
  scopeCompanyId: integer("scope_company_id"), // plain
  email: text("email").notNull(), // personal: an employee
  name: text("name").notNull(), // personal: an employee
  passwordHash: text("password_hash").notNull(), // secret: argon2id
  profile: text("profile").notNull(), // plain
  language: text("language"), // plain
  mustChangePassword: boolean("must_change_password").notNull(), // plain
  createdAt: instant("created_at").notNull(), // plain
  disabledAt: instant("disabled_at"), // plain
  lastSignedInAt: instant("last_signed_in_at"), // personal: an employee
  changeForced: boolean("change_forced").notNull(), // plain
});
