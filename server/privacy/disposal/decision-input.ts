import { z } from "zod";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "../../domain/codes.ts";

const ALL_PRODUCTS = Object.keys(PRODUCTS) as [Product, ...Product[]];
const ALL_CLASSES = Object.keys(DATA_CLASSES) as [DataClass, ...DataClass[]];
const days = z.number().int().min(0).max(3_650).nullable().default(null);

/** A decision as the board took it. Left out, products and classes mean all of them: most decisions are about call records. */
export const RecordDecisionInput = z.strictObject({
  authority: z.string().trim().min(3).max(200),
  number: z.string().trim().min(1).max(80),
  decidedOn: z.iso.date(),
  about: z.string().trim().min(3).max(500),
  items: z
    .array(
      z
        .strictObject({
          products: z.array(z.enum(ALL_PRODUCTS)).min(1).max(ALL_PRODUCTS.length).default(ALL_PRODUCTS),
          classes: z.array(z.enum(ALL_CLASSES)).min(1).max(ALL_CLASSES.length).default(ALL_CLASSES),
          shortestDays: days,
          longestDays: days,
        })
        .refine((one) => one.shortestDays === null || one.longestDays === null || one.shortestDays <= one.longestDays, {
          message: "The shortest number of days is larger than the longest.",
          path: ["shortestDays"],
        }),
    )
    .min(1)
    .max(28),
});
export type RecordDecisionInput = z.input<typeof RecordDecisionInput>;

export const EndDecisionInput = z.strictObject({ decisionId: z.uuid(), reason: z.string().trim().min(3).max(500) });
export type EndDecisionInput = z.infer<typeof EndDecisionInput>;
