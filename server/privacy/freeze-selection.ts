import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit, countSearch, guardSearches, subjectPseudonym } from "../audit/index.ts";
import { authoriseCompany, boundsOf, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { nameOf, RECORD_KINDS } from "../domain/codes.ts";
import { listsOf } from "../keyring/index.ts";
import {
  countChoices,
  countSelection,
  epochSeen,
  FACETS,
  freezeSelection as freezeHits,
  hitsOfRecords,
  leaveWaiting,
  type PartyFilters,
  type Probe,
  setSelectionDetail,
} from "../store/index.ts";
import { retireSelections } from "../store/kept-work.ts";
import { SOURCE_NAMES, type SourceCount, type SourceName } from "./hit.ts";
import { Sought } from "./search-input.ts";
import { findPeople } from "./seek/find-people.ts";
import type { SelectionDetail } from "./seek/live-selection.ts";
import { makeProbes } from "./seek/probes.ts";
import { auditRestricted, type CasesSeen, isRestricted, readCases, seesRestricted } from "./seek/restricted.ts";
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
  /** Why restricted calls are chosen too; it stands in the audit. Absent: they are left out and counted. */
  restrictedPurpose: z.string().trim().min(3).max(200).optional(),
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
  /** Calls that matched and are not in it, because they are restricted. */
  readonly leftOut: number;
}

const LIFE_MS = 86_400_000;

/** Holds fast what matches now, so that what is exported or erased is what was seen. It lives for a day. */
export async function freezeSelection(
  ctx: CompanyContext,
  input: z.input<typeof FreezeSelectionInput>,
): Promise<FrozenSelection> {
  authoriseCompany(ctx, "data.search");
  const asked = FreezeSelectionInput.parse(input);
  const allowed = seesRestricted(ctx, asked.restrictedPurpose);
  return await freeze(ctx, asked, allowed ? null : await readCases(ctx));
}

/** Everything exact about one identifier, restricted or not: for verbs that keep or erase and show nothing of it. */
export async function freezeAll(ctx: CompanyContext, sought: z.input<typeof Sought>): Promise<FrozenSelection> {
  authoriseCompany(ctx, "data.search");
  return await freeze(ctx, FreezeSelectionInput.parse(sought), null);
}

/** `cases` says what to leave out; null leaves nothing out. */
async function freeze(
  ctx: CompanyContext,
  asked: FreezeSelectionInput,
  cases: CasesSeen | null,
): Promise<FrozenSelection> {
  await guardSearches(ctx);
  const { people, read } = await findPeople(ctx, asked);
  const found = (await makeProbes(ctx, people, asked.filters)).probes;
  const away =
    cases?.restricts === true
      ? found.filter(({ sliceId, person }) => isRestricted(cases, sliceId, person.subjectId.toString("hex")))
      : [];
  const hidden = new Set(away);
  const probes = away.length === 0 ? found : found.filter((probe) => !hidden.has(probe));
  if (probes.length === 0) throw away.length === 0 ? nothingFound() : onlyRestricted();
  const filters = await storeFilters(ctx, asked.filters);
  const subject = await subjectPseudonym(ctx, people[0]?.subjectId);
  const whole = asked.hitIds === undefined && isUnfiltered(asked.filters);
  const [lists = []] =
    read.type === "phone" && read.canonical !== null
      ? await listsOf(ctx.keyring, ctx.company.id, [read.canonical])
      : [];
  const frozenAt = ctx.clock();
  const until = new Date(frozenAt.getTime() + LIFE_MS);
  const selectionId = randomUUID();
  return withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    // Asked before anything is frozen: what goes from here on raises it, and so is noticed by whoever reads the selection.
    const epoch = await epochSeen(tx, ctx.company.id);
    const single = new Set(probes.map((probe) => probe.sliceId)).size === probes.length;
    let leftOut = away.length === 0 ? 0 : await countAway(tx, ctx.company.id, away, filters, asked.hitIds);
    const detail: SelectionDetail = {
      whole,
      records: 0,
      tiers: asked.tiers,
      epoch,
      single,
      leftOut,
      privateLists: lists.length,
    };
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
    const waiting = cases?.making === true && frozen > 0 ? await leaveWaiting(tx, ctx.company.id, selectionId) : 0;
    leftOut += waiting;
    const { rows, bySource } = await countRecords(tx, ctx.company.id, selectionId);
    if (rows === 0) throw leftOut === 0 ? nothingFound() : onlyRestricted();
    await setSelectionDetail(tx, ctx.company.id, selectionId, { ...detail, leftOut, records: rows });
    if (asked.restrictedPurpose !== undefined)
      await auditRestricted(ctx, tx, asked.restrictedPurpose, subject, { calls: rows });
    await retireSelections(tx, ctx.company.id, ctx.actor.accountId, frozenAt, boundsOf(ctx).selectionsOfPerson);
    await countSearch(tx, ctx);
    await audit(ctx, tx, { action: "data.select", subject, detail: { selection: selectionId, calls: rows, whole } });
    return { selectionId, rows, bySource, whole, frozenAt, until, leftOut };
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

/** How many calls a restriction keeps out, as far as counting goes. */
async function countAway(
  tx: Tx,
  companyId: number,
  away: readonly Probe[],
  filters: PartyFilters,
  only: readonly string[] | undefined,
): Promise<number> {
  if (only !== undefined)
    return new Set((await hitsOfRecords(tx, companyId, away, only)).map((hit) => hit.recordId)).size;
  const { counts } = await countChoices(
    tx,
    companyId,
    away.map((probe) => ({ ...probe, rank: 0 })),
    filters,
  );
  return counts.find((count) => count.facet === FACETS.total)?.calls ?? 0;
}

function onlyRestricted(): AppError {
  return new AppError(
    "conflict",
    "Everything that matches is restricted (GDPR Art. 18): it is stored and not used. Who may see restricted data can select it with a purpose.",
  );
}

function nothingFound(): AppError {
  return new AppError("not-found", "Nothing matches any more, so that there is nothing to select. Search again.");
}
