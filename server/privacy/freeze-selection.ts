import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit, subjectPseudonym } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { nameOf, RECORD_KINDS } from "../domain/codes.ts";
import { countSelection, epochSeen, freezeSelection as freezeHits, setSelectionDetail } from "../store/index.ts";
import { SOURCE_NAMES, type SourceCount, type SourceName } from "./hit.ts";
import { Sought } from "./search-input.ts";
import { findPeople } from "./seek/find-people.ts";
import type { SelectionDetail } from "./seek/live-selection.ts";
import { makeProbes } from "./seek/probes.ts";
import { isUnfiltered, storeFilters } from "./seek/store-filters.ts";

export const FreezeSelectionInput = z.strictObject({
  ...Sought.shape,
  /** Bulk work is about exact hits unless somebody asks for more. */
  tiers: z
    .array(z.enum(["exact", "digits", "possible"]))
    .min(1)
    .max(3)
    .default(["exact"]),
  /** Only these hits; absent = all that match. */
  hitIds: z.array(z.uuid()).min(1).max(10_000).optional(),
});
export type FreezeSelectionInput = z.infer<typeof FreezeSelectionInput>;

export interface FrozenSelection {
  readonly selectionId: string;
  /** Calls in the selection: the count a person types to confirm an erasure. */
  readonly rows: number;
  readonly bySource: readonly SourceCount[];
  /** Whether it is everything about the identifiers found, so that an erasure destroys them and not single rows. */
  readonly whole: boolean;
  readonly frozenAt: Date;
  readonly until: Date;
}

const LIFE_MS = 86_400_000;

/** Holds fast what matches now, so that what is exported or erased is what was seen. It lives for a day. */
export async function freezeSelection(
  ctx: CompanyContext,
  input: z.input<typeof FreezeSelectionInput>,
): Promise<FrozenSelection> {
  authoriseCompany(ctx, "data.search");
  const asked = FreezeSelectionInput.parse(input);
  const { people } = await findPeople(ctx, asked);
  const { probes } = await makeProbes(ctx, people, asked.filters);
  if (probes.length === 0) throw nothingFound();
  const filters = await storeFilters(ctx, asked.filters);
  const subject = await subjectPseudonym(ctx, people[0]?.subjectId);
  const whole = asked.hitIds === undefined && isUnfiltered(asked.filters);
  const frozenAt = ctx.clock();
  const until = new Date(frozenAt.getTime() + LIFE_MS);
  const selectionId = randomUUID();
  return withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    // Asked before anything is frozen: what goes from here on raises it, and so is noticed by whoever reads the selection.
    const epoch = await epochSeen(tx, ctx.company.id);
    const single = new Set(probes.map((probe) => probe.sliceId)).size === probes.length;
    const detail: SelectionDetail = { whole, records: 0, tiers: asked.tiers, epoch, single };
    const frozen = await freezeHits(tx, {
      companyId: ctx.company.id,
      id: selectionId,
      accountId: ctx.actor.accountId,
      createdAt: frozenAt,
      expiresAt: until,
      detail,
      probes,
      filters,
      ...(asked.hitIds === undefined ? {} : { recordIds: asked.hitIds }),
    });
    if (frozen === 0) throw nothingFound();
    const { rows, bySource } = await countRecords(tx, ctx.company.id, selectionId);
    await setSelectionDetail(tx, ctx.company.id, selectionId, { ...detail, records: rows });
    await audit(ctx, tx, { action: "data.select", subject, detail: { selection: selectionId, calls: rows, whole } });
    return { selectionId, rows, bySource, whole, frozenAt, until };
  });
}

/** The calls of a selection, and how many of each source. */
export async function countRecords(
  tx: Tx,
  companyId: number,
  selectionId: string,
): Promise<{ rows: number; bySource: SourceCount[] }> {
  const counts = new Map<SourceName, number>();
  let rows = 0;
  for (const { kind, records } of await countSelection(tx, companyId, selectionId)) {
    rows += records;
    const source = SOURCE_NAMES[nameOf(RECORD_KINDS, kind) ?? "call_history"];
    counts.set(source, (counts.get(source) ?? 0) + records);
  }
  return {
    rows,
    bySource: [...counts].map(([source, count]) => ({ source, count })).sort((a, b) => b.count - a.count),
  };
}

function nothingFound(): AppError {
  return new AppError("not-found", "Nothing matches any more, so that there is nothing to select. Search again.");
}
