import { z } from "zod";
import { AppError } from "../domain/app-error.ts";
import { type Product, PRODUCTS } from "../domain/codes.ts";
import { hasNumberingPlan } from "../domain/numbers/index.ts";
import { driverNamed } from "../drivers/catalogue.ts";
import { sharedFileSettings } from "../sources/index.ts";

const PRODUCT_NAMES = Object.keys(PRODUCTS) as [Product, ...Product[]];

/** What a person sets of a source. Site settings left out are the company's; the product left out is the driver's. */
export const SourceInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  transport: z.literal("shared-file").default("shared-file"),
  driver: z.string().min(1).max(64),
  product: z.enum(PRODUCT_NAMES).nullable().default(null),
  settings: sharedFileSettings,
  driverOptions: z.record(z.string().max(64), z.string().max(32_768)).default({}),
  /** A saved layout for a driver that takes one, and which version of it. */
  layout: z.strictObject({ id: z.int().positive(), version: z.int().positive() }).nullable().default(null),
  timeZone: z.string().trim().refine(isTimeZone, "is no time zone").nullable().default(null),
  country: z
    .string()
    .trim()
    .regex(/^[A-Z]{2}$/)
    .refine(hasNumberingPlan, "has no numbering plan")
    .nullable()
    .default(null),
  outsideLine: z
    .string()
    .regex(/^\d{1,4}$/)
    .nullable()
    .default(null),
  extensionDigits: z.int().min(2).max(8).nullable().default(null),
  internationalPrefix: z
    .string()
    .regex(/^\d{1,6}$/)
    .nullable()
    .default(null),
  keepNames: z.boolean().default(false),
});
export type SourceInput = z.input<typeof SourceInput>;
export type SourceFields = z.output<typeof SourceInput>;

/** Throws AppError "bad-input" that names the field. */
export function readSourceInput(input: SourceInput): SourceFields {
  const read = SourceInput.safeParse(input);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    const field = String(read.error.issues[0]?.path.at(-1) ?? "") || null;
    throw new AppError("bad-input", `The source cannot be saved like this: ${lines.join("; ")}.`, { field });
  }
  return read.data;
}

/** The number that stands in the database for the source's product. */
export function productCode(fields: Pick<SourceFields, "product" | "driver">): number {
  return PRODUCTS[fields.product ?? driverNamed(fields.driver).product];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
