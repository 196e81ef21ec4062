import { boolean, integer, jsonb, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Where records come from; site columns that are null are the company's. */
export const source = dataSchema.table(
  "source",
  {
    companyId: integer("company_id").notNull(), // plain
    id: integer("id").notNull(), // plain
    name: text("name").notNull(), // plain
    transport: text("transport").notNull(), // plain
    driver: text("driver").notNull(), // plain
    product: smallint("product").notNull(), // plain
    settings: jsonb("settings").notNull(), // plain: where and how, no credentials
    driverOptions: jsonb("driver_options").notNull(), // plain
    state: text("state").notNull(), // plain
    stateReason: text("state_reason"), // plain
    stateSince: instant("state_since").notNull(), // plain
    timeZone: text("time_zone"), // plain
    country: text("country"), // plain
    outsideLine: text("outside_line"), // plain
    extensionDigits: smallint("extension_digits"), // plain
    internationalPrefix: text("international_prefix"), // plain
    keepNames: boolean("keep_names").notNull(), // plain
    createdAt: instant("created_at").notNull(), // plain
    removedAt: instant("removed_at"), // plain
    lastSeenAt: instant("last_seen_at"), // plain
    layoutId: integer("layout_id"), // plain
    layoutVersion: integer("layout_version"), // plain
    edgeId: uuid("edge_id"), // plain: the collector at the customer that runs it; null = at home
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
