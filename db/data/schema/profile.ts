import { integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A profile that a company made itself from a built-in one. */
export const profile = dataSchema.table(
  "profile",
  {
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    name: text("name").notNull(), // plain: written by a person, never with a number in it
    base: text("base").notNull(), // plain
    permissions: jsonb("permissions").notNull(), // plain: words of domain/permissions.ts
    sight: jsonb("sight").notNull(), // plain: words of domain/sight.ts
    exportSight: jsonb("export_sight").notNull(), // plain
    createdAt: instant("created_at").notNull(), // plain
    changedAt: instant("changed_at").notNull(), // plain
    changedBy: uuid("changed_by"), // personal: points at an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
