import { z } from "zod";
import { AppError } from "../domain/app-error.ts";
import { type Product, PRODUCTS } from "../domain/codes.ts";
import { hasNumberingPlan } from "../domain/numbers/index.ts";
import { refusedInput } from "../domain/refused-input.ts";
import { driverNamed } from "../drivers/catalogue.ts";
import { readSettings, secretsOf, TRANSPORT_IDS, transportNamed } from "../sources/index.ts";

const PRODUCT_NAMES = Object.keys(PRODUCTS) as [Product, ...Product[]];

/** What a person sets of a source. Site settings left out are the company's; the product left out is the driver's. */
export const SourceInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  transport: z.enum(TRANSPORT_IDS).default("shared-file"),
  driver: z.string().min(1).max(64),
  product: z.enum(PRODUCT_NAMES).nullable().default(null),
  /** The transport's own; it reads them by its own schema. */
  settings: z.record(z.string().max(64), z.unknown()),
  /** What the source signs in with, by name: sealed at once, never given back. Left out, what is set stays; "" takes it away. */
  credentials: z.record(z.string().max(64), z.string().max(32_768)).default({}),
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
  if (!read.success) throw refusedInput(read.error);
  const transport = transportNamed(read.data.transport);
  const secrets = secretsOf(transport);
  if (Object.keys(read.data.credentials).some((name) => !secrets.includes(name)))
    throw new AppError(
      "bad-input",
      `There is a credential that the transport ${transport.id} does not have. It has: ${secrets.join(", ") || "none"}.`,
      { field: "credentials" },
    );
  return { ...read.data, settings: readSettings(transport, read.data.settings) };
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
