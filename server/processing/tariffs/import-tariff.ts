import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { type LineFault, type Rate, readRates } from "../../domain/tariff/index.ts";
import { addTariff, listTariffs, lockSorting, raiseSorting } from "../../store/index.ts";
import { LARGEST_FILE, readLines, unpackFile } from "./read-file.ts";

export const ImportTariffInput = z
  .strictObject({
    /** The first day whose calls it rates. One that is there from the same day is replaced. */
    validFrom: z.iso.date(),
    /** A CSV file whose first line names the columns (`RATE_COLUMNS`). */
    text: z.string().max(LARGEST_FILE).optional(),
    /** The same, gzipped and in base64: an input is at most a megabyte. */
    packed: z.string().max(1_000_000).optional(),
    /** Only says what is in it, and what is wrong. */
    check: z.boolean().default(false),
  })
  .refine(({ text, packed }) => (text === undefined) !== (packed === undefined), {
    message: "Send the file either as text or packed.",
    path: ["text"],
  });
export type ImportTariffInput = z.input<typeof ImportTariffInput>;

export interface ImportedTariff {
  /** null while nothing is stored: it was a check, or something is wrong. */
  readonly tariffId: string | null;
  readonly lines: number;
  readonly prefixes: number;
  /** The first hundred. */
  readonly faults: readonly LineFault[];
  readonly faultsTotal: number;
  /** Whether there is one from the same day, whose place it takes. */
  readonly replaces: boolean;
}

/** So many tariffs a company keeps; all of them are kept ready while calls are read. */
const MOST_TARIFFS = 24;
const MOST_LINES_OF_ALL = 120_000;

/** Takes a tariff in, whole or not at all: while one line is wrong, nothing is stored. It rates what is read from now on. */
export async function importTariff(ctx: CompanyContext, input: ImportTariffInput): Promise<ImportedTariff> {
  authoriseCompany(ctx, "processing.change");
  const { validFrom, text, packed, check } = ImportTariffInput.parse(input);
  const read = readRates(readLines(text ?? unpackFile(packed ?? "")), ctx.clock());
  const { faults, faultsTotal, prefixes } = read;
  const lines = read.rates.length;
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const replaces = (await listTariffs(tx, ctx.company.id)).some((row) => row.validFrom === validFrom);
    const found = { lines, prefixes, faults, faultsTotal, replaces };
    if (check || faultsTotal > 0) return { tariffId: null, ...found };
    const tariffId = await storeTariff(ctx, tx, validFrom, read);
    await audit(ctx, tx, { action: "tariff.import", detail: { tariff: tariffId, from: validFrom, lines, replaces } });
    return { tariffId, ...found };
  });
}

/** Stores a tariff from a day on, in the place of one from the same day. Answers its id. */
export async function storeTariff(
  ctx: CompanyContext,
  tx: Tx,
  validFrom: string,
  { rates, prefixes }: { readonly rates: readonly Rate[]; readonly prefixes: number },
): Promise<string> {
  const { id: companyId } = ctx.company;
  await lockSorting(tx, companyId, ctx.clock());
  const others = (await listTariffs(tx, companyId)).filter((row) => row.validFrom !== validFrom);
  if (others.length >= MOST_TARIFFS)
    throw new AppError("limit", `A company keeps at most ${MOST_TARIFFS} tariffs. Remove one that no call needs.`);
  if (others.reduce((sum, { lines }) => sum + lines, rates.length) > MOST_LINES_OF_ALL)
    throw new AppError(
      "limit",
      `A company keeps at most ${MOST_LINES_OF_ALL} lines of tariffs. Remove an old one first.`,
    );
  const id = randomUUID();
  const by = { addedAt: ctx.clock(), addedBy: ctx.actor.accountId, addedByName: ctx.actor.name };
  await addTariff(tx, { companyId, id, validFrom, prefixes, ...by }, rates);
  // Last, since from here on no batch is stored before this transaction ends.
  await raiseSorting(tx, companyId, ctx.clock());
  return id;
}
