import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { listTransfers, type TransferRow } from "../../store/transfers.ts";
import { requireKnownSource } from "./known-source.ts";

export const ListCollectionsInput = z.strictObject({
  sourceId: z.int().positive().max(2_147_483_647),
  /** The last one seen. */
  before: z.strictObject({ startedAt: z.date(), id: z.uuid() }).optional(),
  limit: z.int().min(1).max(100).default(25),
});
export type ListCollectionsInput = z.input<typeof ListCollectionsInput>;

/** One collection: a transfer session, and what became of the frames it brought. */
export interface CollectionView extends Omit<TransferRow, "companyId" | "holder" | "sourceId"> {
  /** Of the frames that were read, those of which nothing became anything. Zero, or something is wrong. */
  readonly missing: number;
  /** Frames that wait in the inbox: collected, not yet read. */
  readonly unread: number;
}

export interface Collections {
  readonly collections: readonly CollectionView[];
  readonly next: { readonly startedAt: Date; readonly id: string } | null;
}

/** The collections of a source, the newest first: counts alone. */
export async function listCollections(ctx: CompanyContext, input: ListCollectionsInput): Promise<Collections> {
  authoriseCompany(ctx, "processing.see");
  const { sourceId, before, limit } = ListCollectionsInput.parse(input);
  const { id: companyId } = ctx.company;
  const page = { sourceId, limit: limit + 1, ...(before === undefined ? {} : { after: before }) };
  const found = await withCompany(
    door(ctx, "web"),
    companyId,
    async (tx) => {
      await requireKnownSource(tx, companyId, sourceId);
      return await listTransfers(tx, companyId, page);
    },
    { readOnly: true },
  );
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    collections: rows.map(viewOf),
    next: found.length > rows.length && last !== undefined ? { startedAt: last.startedAt, id: last.id } : null,
  };
}

function viewOf({ companyId: _, holder: __, sourceId: ___, ...row }: TransferRow): CollectionView {
  const told =
    row.records + row.duplicates + row.joined + row.filtered + row.undefinedLines + row.waiting + row.leftOut;
  // Bytes that a killed collector brought twice were framed twice and are read once.
  return {
    ...row,
    missing: Math.abs(row.readFrames + row.further - told),
    unread: Math.max(0, row.frames - row.readFrames),
  };
}
