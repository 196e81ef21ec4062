import type { CompanyContext } from "#server/context.ts";
import { DATA_CLASSES } from "#server/domain/codes.ts";
import { listIntents } from "#server/keyring/index.ts";
import { type CanaryStoreId, CANARY_STORES } from "#server/privacy/copies/copy-store.ts";
import { type ReSearched, reSearch } from "#server/privacy/re-search/re-search.ts";
import type { Needle } from "#server/privacy/re-search/needle.ts";
import type { InboxDoor } from "#server/privacy/run-erasure.ts";
import { sealedAges } from "#server/store/copy-ages.ts";
import { erasureById, listAudit } from "#server/store/index.ts";
import { inCanary } from "./company.ts";

/** What a look found, and what else is known at that moment. */
export interface Look {
  readonly ctx: CompanyContext;
  readonly subjects: readonly string[];
  readonly needles: readonly Needle[];
  readonly startedAt: Date;
  readonly erasureId: string | null;
  readonly searched: ReSearched;
}

/** How much of the canary a store holds: one probe for each store it comes to stand in, or it does not compile. */
const PROBES: Readonly<Record<CanaryStoreId, (look: Look) => number | Promise<number>>> = {
  inbox: ({ searched }) => searched.found.inboxSegments,
  subjects: ({ searched }) => searched.found.subjects,
  parties: ({ searched }) => searched.found.parties,
  // Its values are cut out: what is counted is the record itself, which goes whole with its only caller.
  raw: async ({ ctx }) => {
    const ages = await inCanary(ctx, (tx) => sealedAges(tx, ctx.company.id));
    return ages.filter((row) => row.class === DATA_CLASSES.raw).reduce((sum, row) => sum + row.held, 0);
  },
  undefined: ({ searched }) => searched.found.undefinedLines,
  selections: ({ searched }) => searched.found.selectionHits,
  exports: ({ searched }) => searched.found.exports,
  // By pseudonym before, in no word ever: afterwards the pseudonym stands for nobody.
  audit: async ({ ctx, startedAt, erasureId, searched }) => {
    if (erasureId !== null) return searched.found.textLines;
    const page = { limit: 50, action: "data.", from: startedAt };
    const rows = await inCanary(ctx, (tx) => listAudit(tx, ctx.company.id, page));
    return rows.filter((row) => row.subjectPseudonym !== null).length;
  },
  erasures: async ({ ctx, erasureId }) => {
    if (erasureId === null) return 0;
    const row = await inCanary(ctx, (tx) => erasureById(tx, ctx.company.id, erasureId));
    return row !== null && "plan" in row.detail ? 1 : 0;
  },
  intents: async ({ ctx }) => (await listIntents(ctx.keyring, ctx.company.id)).length,
  // It has to stand where the others are empty: what is counted as left is an identifier without one.
  watermarks: ({ searched, erasureId }) => (erasureId === null ? 0 : searched.found.unguarded),
};

export type Counts = Record<CanaryStoreId, number>;

export async function lookAround(
  look: Omit<Look, "searched">,
  before: Date,
  inbox: InboxDoor,
): Promise<{ counts: Counts; unreadable: number }> {
  const { ctx, subjects, needles } = look;
  const searched = await reSearch(ctx, { subjects, needles, before, inbox: inbox.waiting(ctx.company.id, before) });
  const counts = noCounts();
  for (const store of CANARY_STORES) counts[store] = await PROBES[store]({ ...look, searched });
  return { counts, unreadable: searched.searched.unreadable };
}

export function noCounts(): Counts {
  return Object.fromEntries(CANARY_STORES.map((store) => [store, 0])) as Counts;
}

/** The most that was seen of each: it stands in some stores only for a while. */
export function most(a: Counts, b: Counts): Counts {
  return Object.fromEntries(CANARY_STORES.map((store) => [store, Math.max(a[store], b[store])])) as Counts;
}
