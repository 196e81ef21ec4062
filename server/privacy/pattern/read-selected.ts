import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { DATA_CLASSES, nameOf, type PartyClass } from "../../domain/codes.ts";
import { liveSlices } from "../../keyring/index.ts";
import { correctionsOf, readSelection } from "../../store/index.ts";
import { lastCorrections } from "../cases/last-corrections.ts";
import { openRows } from "../erase/gather.ts";
import type { Hit } from "../hit.ts";
import { maskedValues } from "../retention/masked-values.ts";
import { describeHits } from "../seek/describe-hits.ts";
import { readParties } from "../seek/read-parties.ts";
import { liveSelection } from "../seek/live-selection.ts";
import { PARTY_CLASSES } from "../seek/probes.ts";
import { casesSeen, isRestricted, withWaiting } from "../seek/restricted.ts";
import { seeHit } from "../seek/see-hit.ts";
import { sourceNames } from "../seek/source-names.ts";

export const ReadSelectedInput = z.strictObject({
  selectionId: z.uuid(),
  /** The last call of the page before. */
  before: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ReadSelectedInput = z.input<typeof ReadSelectedInput>;

export interface SelectedPage {
  readonly hits: readonly Hit[];
  readonly next: string | null;
  /** Calls in the selection when it was made. */
  readonly total: number;
  readonly until: Date;
}

/**
 * A page of one's own selection as the list of a search shows it. What went meanwhile is left out, and so is what has been
 * restricted since.
 */
export async function readSelected(ctx: CompanyContext, input: ReadSelectedInput): Promise<SelectedPage> {
  authoriseCompany(ctx, "data.search");
  const { selectionId, before, limit } = ReadSelectedInput.parse(input);
  const companyId = ctx.company.id;
  const living = await liveSlices(ctx.keyring, companyId, { classes: PARTY_CLASSES });
  const found = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const selection = await liveSelection(tx, ctx, selectionId);
    const rows = await readSelection(tx, companyId, selectionId, {
      limit,
      ...(before === undefined ? {} : { before }),
    });
    const there = rows.filter((row) => row.stillThere);
    const records = there.map((row) => row.recordId);
    const cases = await withWaiting(tx, ctx, await casesSeen(tx, ctx), records);
    const opened = await openRows(ctx, there);
    const used = ({ sliceId, subject, recordId }: (typeof opened)[number]) =>
      subject !== null && !isRestricted(cases, sliceId, subject, recordId);
    const shown = opened.filter(used);
    const ids = new Set(shown.map((row) => row.recordId));
    const hits = there.filter((row) => ids.has(row.recordId));
    const parties = await readParties(tx, ctx, hits, living);
    const corrected = lastCorrections(await correctionsOf(tx, companyId, [...ids]), ctx.company.timeZone);
    const names = await sourceNames(tx, companyId);
    const masks = await maskedValues(tx, ctx);
    await audit(ctx, tx, { action: "data.selected", detail: { selection: selectionId, shown: ids.size } });
    const last = rows.at(-1)?.recordId ?? null;
    return { selection, hits, shown, parties, cases, corrected, names, masks, next: rows.length < limit ? null : last };
  });
  const people = found.shown.map((row) => ({
    subjectId: Buffer.from(row.subject ?? "", "hex"),
    class: (nameOf(DATA_CLASSES, row.class) ?? "phone") as PartyClass,
    tier: "exact" as const,
  }));
  const clear = await describeHits(ctx, found.hits, found.parties, people, found.names, found);
  return {
    hits: clear.map((hit) => seeHit(ctx.actor.sight, hit, found.masks.ofCall)),
    next: found.next,
    total: found.selection.records,
    until: found.selection.expiresAt,
  };
}
