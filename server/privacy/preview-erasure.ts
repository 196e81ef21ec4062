import { systemNames } from "./erase/system-names.ts";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { DATA_CLASSES, nameOf, type PartyClass, PRODUCTS, type Product, ROLES, type Role } from "../domain/codes.ts";
import { isPrivate } from "../domain/nature.ts";
import { maskedIn, type Seen, seenAs, showValue, sightOfCall } from "../domain/sight.ts";
import { type Day, dayIn } from "../domain/zoned-time.ts";
import { copiesUnreadableFrom, revealSubjects } from "../keyring/index.ts";
import { countStored, listExports, listSources, naturesOf } from "../store/index.ts";
import { needsSecond, type SecondReason } from "./approvals/needs-second.ts";
import { type Gathered, gather, type OpenedRow, partyClassOf, samePerson } from "./erase/gather.ts";
import type { SourceCount } from "./hit.ts";
import type { HeldCount } from "./erase/erasure-work.ts";
import { bySourceOf, rowsElsewhere } from "./erase/selection-counts.ts";
import { heldAmong } from "./erase/staying.ts";
import { readMaskedValues } from "./retention/masked-values.ts";
import { startOf } from "./seek/describe-hits.ts";
import { liveSelection } from "./seek/live-selection.ts";

export const PreviewErasureInput = z.strictObject({ selectionId: z.uuid() });
export type PreviewErasureInput = z.infer<typeof PreviewErasureInput>;

export interface ErasurePreview {
  readonly selectionId: string;
  /** Calls: the count a person types to confirm. */
  readonly rows: number;
  readonly bySource: readonly SourceCount[];
  /** "person": the identifiers themselves are destroyed; "rows": they live on in the calls that were not chosen. */
  readonly scope: "person" | "rows";
  /** Rows of the same identifiers that stay, when single rows were chosen. Counting stops at 10,000. */
  readonly rowsStaying: number;
  readonly identifiers: number;
  /** Raw records cut out of their segments. */
  readonly rawRecords: number;
  /** Exports alive that may hold it; each is opened and, where it holds it, destroyed. */
  readonly exportsAlive: number;
  /** Lines no driver understood that are opened and looked through. */
  readonly undefinedLines: number;
  /** Other identifiers of the same person in these calls. They go from these calls in any case. */
  readonly others: readonly OtherIdentifier[];
  /** What a hold keeps of it: that stays, and goes by itself when the hold is over. */
  readonly held: readonly HeldCount[];
  /** Why a second person has to approve it; empty where one is enough. */
  readonly second: readonly SecondReason[];
  /** Names of the systems that hold it themselves, where Gallra can delete nothing. */
  readonly systems: readonly string[];
  readonly copies: {
    /** Copies of the data cluster are dark at once. */
    readonly dataCluster: "at once";
    /** The day from which no copy of the keyring opens what this destroys, whoever keeps it. */
    readonly keyringUntil: Day;
  };
}

export interface OtherIdentifier {
  readonly role: Role;
  readonly class: PartyClass;
  /** As the reader's profile shows it; "" where it hides it. */
  readonly number: string;
  readonly seen: Seen;
  readonly rowsHere: number;
  /** Rows outside the selection in which it stands too; these go only when asked for. */
  readonly rowsElsewhere: number;
}

/** What an erasure of this selection would do, store by store. Changes nothing, but shows numbers: it is audited. */
export async function previewErasure(ctx: CompanyContext, input: PreviewErasureInput): Promise<ErasurePreview> {
  authoriseCompany(ctx, "data.erase");
  const { selectionId } = PreviewErasureInput.parse(input);
  const found = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const selection = await liveSelection(tx, ctx, selectionId);
    const gathered = await gather(tx, ctx, selectionId);
    const exports = await listExports(tx, ctx.company.id);
    const lines = await countStored(tx, ctx.company.id, DATA_CLASSES.undefined);
    const sources = await listSources(tx, ctx.company.id);
    const held = await heldAmong(tx, ctx, gathered.selected);
    await audit(ctx, tx, {
      action: "data.erase.preview",
      detail: { selection: selectionId, calls: gathered.facts.size },
    });
    return { selection, gathered, exports, lines, held, systems: systemNames(sources, ctx.clock()) };
  });
  const { gathered } = found;
  const subjects = new Map(
    gathered.selected.filter((row) => row.subject !== null).map((row) => [row.subject ?? "", row.class]),
  );
  const scope = found.selection.whole ? "person" : "rows";
  const staying = scope === "person" ? 0 : await rowsElsewhere(ctx, subjects, gathered.selected);
  return {
    selectionId,
    rows: gathered.facts.size,
    bySource: bySourceOf(gathered),
    scope,
    rowsStaying: staying,
    identifiers: subjects.size,
    rawRecords: [...gathered.facts.values()].filter((row) => row.segmentId !== null).length,
    exportsAlive: found.exports.filter((job) => job.state === "ready" || job.state === "running").length,
    undefinedLines: found.lines,
    others: await describeOthers(ctx, gathered),
    held: found.held,
    second: await secondFor(ctx, subjects, gathered.facts.size + staying),
    systems: found.systems,
    copies: {
      dataCluster: "at once",
      keyringUntil: dayIn(ctx.company.timeZone, await copiesUnreadableFrom(ctx.keyring)),
    },
  };
}

async function secondFor(
  ctx: CompanyContext,
  subjects: ReadonlyMap<string, number>,
  calls: number,
): Promise<readonly SecondReason[]> {
  const ids = [...subjects.keys()].map((hex) => Buffer.from(hex, "hex"));
  const revealed = await revealSubjects(ctx.keyring, ctx.company.id, ids);
  const canonicals = [...revealed.values()].map((value) => value.canonical);
  return withCompany(door(ctx, "web"), ctx.company.id, (tx) =>
    needsSecond(tx, ctx.company.id, { canonicals, calls, now: ctx.clock() }),
  );
}

async function describeOthers(ctx: CompanyContext, { selected, beside }: Gathered): Promise<OtherIdentifier[]> {
  const own = new Set(selected.map((row) => row.subject));
  const others = new Map<string, OpenedRow[]>();
  for (const row of samePerson(selected, beside)) {
    if (row.subject === null || own.has(row.subject)) continue;
    others.set(row.subject, [...(others.get(row.subject) ?? []), row]);
  }
  const revealed = await revealSubjects(
    ctx.keyring,
    ctx.company.id,
    [...others.keys()].map((hex) => Buffer.from(hex, "hex")),
  );
  const described: OtherIdentifier[] = [];
  const merged = new Map<
    string,
    { row: OpenedRow; canonical: string; here: number; subjects: Map<string, number>; rows: OpenedRow[] }
  >();
  for (const [hex, rows] of others) {
    const value = revealed.get(hex);
    const [row] = rows;
    if (value === undefined || row === undefined) continue;
    // Truncated numbers and names have one subject a record; for people they are one identifier.
    const key = `${row.role} ${row.class} ${value.canonical}`;
    const known = merged.get(key) ?? {
      row,
      canonical: value.canonical,
      here: 0,
      subjects: new Map<string, number>(),
      rows: [],
    };
    known.here += rows.length;
    known.subjects.set(hex, row.class);
    known.rows.push(...rows);
    merged.set(key, known);
  }
  const masks = await readMaskedValues(ctx);
  const records = [...merged.values()].flatMap(({ rows }) => rows.map((one) => one.recordId));
  const natures = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => naturesOf(tx, ctx.company.id, records));
  for (const { row, canonical, here, subjects, rows } of merged.values()) {
    const cls = partyClassOf(row.class);
    // Shown apart from a call it is as masked as in the youngest of its calls here.
    const byRule = masks.any && rows.every((one) => masks.ofCall(productOf(one.product), cls, startOf(one.recordId)));
    // Nor better than in the best guarded of them: apart from a call nothing says which one it was.
    const guarded = rows.some((one) => isPrivate(natures.get(one.recordId) ?? null));
    const sight = maskedIn(sightOfCall(ctx.actor.sight, guarded), cls, byRule);
    const elsewhere = await rowsElsewhere(ctx, subjects, rows);
    described.push({
      role: nameOf(ROLES, row.role) ?? "calling",
      class: cls,
      number: showValue(sight, cls, canonical),
      seen: seenAs(sight, cls, canonical),
      rowsHere: here,
      rowsElsewhere: elsewhere,
    });
  }
  return described;
}

function productOf(code: number): Product {
  return nameOf(PRODUCTS, code) ?? "pbx";
}
