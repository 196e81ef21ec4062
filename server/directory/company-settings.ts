import { z } from "zod";
import { hasNumberingPlan } from "../domain/numbers/index.ts";

/** What a company is called and how numbers are read at its site; sources may have settings of their own. */
export const companySettings = {
  name: z.string().trim().min(1).max(120),
  kind: z.enum(["private", "public"]).default("private"),
  timeZone: z.string().trim().default("Europe/Stockholm").refine(isTimeZone, "is no time zone"),
  country: z
    .string()
    .trim()
    .regex(/^[A-Z]{2}$/)
    .refine(hasNumberingPlan, "has no numbering plan")
    .default("SE"),
  outsideLine: z
    .string()
    .regex(/^\d{1,4}$/)
    .nullable()
    .default(null),
  extensionDigits: z.number().int().min(2).max(8).nullable().default(null),
  internationalPrefix: z
    .string()
    .regex(/^\d{1,6}$/)
    .nullable()
    .default(null),
  language: z.enum(["sv", "en"]).default("sv"),
};

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
