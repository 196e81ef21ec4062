import { z } from "zod";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { lineSight } from "../../domain/masked-line.ts";
import { addDays, daysBetween, startOfDay } from "../../domain/zoned-time.ts";
import { waitingDays } from "../known-joins.ts";
import type { OtherReading } from "../load-settings.ts";
import type { LinesPlace } from "../../store/undefined-again.ts";

const MOST_DAYS = 400;

/** What of a source, of which days, and how it is read. */
export const readAgainFields = {
  sourceId: z.int().positive(),
  from: z.iso.date(),
  to: z.iso.date(),
  driver: z.string().min(1).max(80),
  driverOptions: z.record(z.string().max(60), z.string().max(20_000)).default({}),
  layout: z.strictObject({ id: z.int().positive(), version: z.int().positive() }).optional(),
};

/** Which lines, and how they are read: the days are those of reception in the company's zone, both included. */
export const AgainInput = z
  .strictObject(readAgainFields)
  .refine(({ from, to }) => from <= to, { message: "The period ends before it begins.", path: ["to"] })
  .refine(({ from, to }) => daysBetween(from, to) <= MOST_DAYS, { message: "So old no line becomes.", path: ["from"] });
export type AgainInput = z.input<typeof AgainInput>;

export function readingOf({ driver, driverOptions, layout }: z.infer<typeof AgainInput>): OtherReading {
  return { driver, driverOptions, layoutId: layout?.id ?? null, layoutVersion: layout?.version ?? null };
}

export async function placeOf(
  { keyring, company }: Pick<CompanyContext, "keyring" | "company">,
  { sourceId, from, to }: Pick<AgainInput, "sourceId" | "from" | "to">,
): Promise<LinesPlace> {
  const days = await waitingDays({ keyring }, company.id);
  const before = startOfDay(addDays(to, 1), company.timeZone);
  return { companyId: company.id, sourceId, days, from: startOfDay(from, company.timeZone), before };
}

/** How many lines match a layout tells digits: whoever may see none of them does not ask. */
export function guardSight({ actor }: Pick<CompanyContext, "actor">): void {
  if (lineSight(actor.sight, false) !== null) return;
  throw new AppError(
    "forbidden",
    "Your profile hides numbers, so that no line is shown: nothing says what stands in it.",
  );
}
