import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { type Rate, writeRates } from "../../domain/tariff/index.ts";
import type { Day } from "../../domain/zoned-time.ts";
import { findRates, readTariff as readRates } from "../../store/index.ts";
import { requireTariff } from "./require-tariff.ts";

export const ReadTariffInput = z.strictObject({
  tariffId: z.uuid(),
  /** Lines behind this one. */
  after: z.int().min(0).default(0),
  /** Only lines whose prefix begins so, or whose name holds it. */
  find: z.string().trim().max(60).default(""),
});
export type ReadTariffInput = z.input<typeof ReadTariffInput>;

export interface TariffLine extends Rate {
  /** Its place in the tariff, from 1. */
  readonly line: number;
}

const PAGE = 50;

/** Lines of a tariff, fifty at a time, in the order of its file. */
export async function readTariff(
  ctx: CompanyContext,
  input: ReadTariffInput,
): Promise<{ readonly validFrom: Day; readonly rows: readonly TariffLine[]; readonly next: number | null }> {
  authoriseCompany(ctx, "processing.see");
  const { tariffId, after, find } = ReadTariffInput.parse(input);
  const { id } = ctx.company;
  return await withCompany(
    door(ctx, "web"),
    id,
    async (tx) => {
      const { validFrom } = await requireTariff(tx, id, tariffId);
      const found = await findRates(tx, id, tariffId, { after, find, limit: PAGE + 1 });
      const rows = found.slice(0, PAGE);
      return { validFrom, rows, next: found.length > PAGE ? (rows.at(-1)?.line ?? null) : null };
    },
    { readOnly: true },
  );
}

export const ExportTariffInput = z.strictObject({ tariffId: z.uuid() });
export type ExportTariffInput = z.infer<typeof ExportTariffInput>;

/** A tariff as a CSV file that can be taken in again. It names no person, so that nothing of it is sealed or budgeted. */
export async function exportTariff(
  ctx: CompanyContext,
  input: ExportTariffInput,
): Promise<{ readonly name: string; readonly text: string }> {
  authoriseCompany(ctx, "processing.see");
  const { tariffId } = ExportTariffInput.parse(input);
  const { id, slug } = ctx.company;
  return await withCompany(
    door(ctx, "web"),
    id,
    async (tx) => {
      const { validFrom } = await requireTariff(tx, id, tariffId);
      return { name: `${slug}-tariff-${validFrom}.csv`, text: writeRates(await readRates(tx, id, tariffId)) };
    },
    { readOnly: true },
  );
}
