import { text } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What all collectors of an installation show alike, sealed to their key: host keys, and the certificate of their listeners. */
export const collectorSecret = dataSchema.table("collector_secret", {
  setAt: instant("set_at").notNull(), // plain
  name: text("name").primaryKey(), // plain
  sealed: text("sealed").notNull(), // secret: of the installation, opened by collectors alone
});
