import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { RATE_COLUMNS, RATE_FAULTS, type ReadLine, rateCells, readRates } from "../../domain/tariff/index.ts";
import { lockSorting, readTariff } from "../../store/index.ts";
import { storeTariff } from "./import-tariff.ts";
import { requireTariff } from "./require-tariff.ts";

export const ChangeTariffInput = z.strictObject({
  tariffId: z.uuid(),
  /** null: a new line at the end. */
  line: z.int().min(1).nullable(),
  /** The line as a file would hold it; null: it goes. */
  cells: z.partialRecord(z.enum(RATE_COLUMNS), z.string().max(100)).nullable(),
});
export type ChangeTariffInput = z.infer<typeof ChangeTariffInput>;

/**
 * Changes one line of a tariff. It becomes another tariff from the same day, read as a file of it would be, so that what is wrong is told
 * in the same words; whoever changes one that somebody else has changed is told so.
 */
export async function changeTariff(
  ctx: CompanyContext,
  input: ChangeTariffInput,
): Promise<{ readonly tariffId: string }> {
  authoriseCompany(ctx, "processing.change");
  const { tariffId, line, cells } = ChangeTariffInput.parse(input);
  const { id: companyId } = ctx.company;
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await lockSorting(tx, companyId, ctx.clock());
    const { validFrom } = await requireTariff(tx, companyId, tariffId);
    const rows = (await readTariff(tx, companyId, tariffId)).map(rateCells);
    const at = line === null ? rows.length : line - 1;
    if (at > rows.length || (line !== null && at === rows.length) || (line === null && cells === null))
      throw new AppError("not-found", "The tariff has no such line. Look at it again.");
    const wanted = cells === null ? [] : [RATE_COLUMNS.map((column) => cells[column] ?? "")];
    rows.splice(at, line === null ? 0 : 1, ...wanted);
    const file: ReadLine[] = [[...RATE_COLUMNS], ...rows].map((row, i) => ({ line: i, cells: row }));
    const read = readRates(file, ctx.clock());
    const [fault] = read.faults;
    if (fault !== undefined)
      throw new AppError("bad-input", RATE_FAULTS[fault.fault], { field: fault.column ?? "prefix" });
    const changed = await storeTariff(ctx, tx, validFrom, read);
    const what = cells === null ? "removed" : line === null ? "added" : "changed";
    await audit(ctx, tx, { action: "tariff.change", detail: { tariff: changed, from: validFrom, line: at + 1, what } });
    return { tariffId: changed };
  });
}
