import { integer, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Through which relay the mails of the installation leave. One row, or none. */
export const mailRelay = dataSchema.table("mail_relay", {
  setAt: instant("set_at").notNull(), // plain
  setBy: uuid("set_by"), // personal: points at an employee
  port: integer("port").notNull(), // plain
  id: smallint("id").primaryKey(), // plain
  host: text("host").notNull(), // plain
  security: text("security").notNull(), // plain
  username: text("username"), // plain: of the installation at its relay
  sealed: text("sealed"), // secret: the password, opened by the worker alone
  sender: text("sender").notNull(), // plain: the address that mails come from
  portal: text("portal"), // plain: where people open the portal
  pin: text("pin"), // plain: the certificate that was accepted
  setByName: text("set_by_name").notNull(), // personal: an employee
});
