import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import {
  DATA_CLASSES,
  nameOf,
  type PartyClass,
  PRODUCTS,
  type Product,
  RECORD_KINDS,
  ROLES,
  type Role,
} from "../domain/codes.ts";
import { maskedIn, type Seen, seenAs, showValue } from "../domain/sight.ts";
import { revealSubjects } from "../keyring/index.ts";
import { countParties, countStored, listExports } from "../store/index.ts";
import { type Gathered, gather, type OpenedRow, samePerson } from "./erase/gather.ts";
import { SOURCE_NAMES, type SourceCount } from "./hit.ts";
import { readMaskedValues } from "./retention/masked-values.ts";
import { startOf } from "./seek/describe-hits.ts";
import { makeProbes } from "./seek/probes.ts";
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
  readonly copies: {
    /** Copies of the data cluster are dark at once. */
    readonly dataCluster: "at once";
    /** Gallra keeps no copy of the keyring; one that somebody keeps by hand opens with the root key kept beside it. */
    readonly keyring: "while kept";
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
    await audit(ctx, tx, {
      action: "data.erase.preview",
      detail: { selection: selectionId, calls: gathered.facts.size },
    });
    return { selection, gathered, exports, lines };
  });
  const { gathered } = found;
  const subjects = new Map(
    gathered.selected.filter((row) => row.subject !== null).map((row) => [row.subject ?? "", row.class]),
  );
  const scope = found.selection.whole ? "person" : "rows";
  return {
    selectionId,
    rows: gathered.facts.size,
    bySource: bySourceOf(gathered),
    scope,
    rowsStaying: scope === "person" ? 0 : await rowsElsewhere(ctx, subjects, gathered.selected),
    identifiers: subjects.size,
    rawRecords: [...gathered.facts.values()].filter((row) => row.segmentId !== null).length,
    exportsAlive: found.exports.filter((job) => job.state === "ready" || job.state === "running").length,
    undefinedLines: found.lines,
    others: await describeOthers(ctx, gathered),
    copies: {
      dataCluster: "at once",
      keyring: "while kept",
    },
  };
}

function bySourceOf({ facts }: Gathered): SourceCount[] {
  const counts = new Map<SourceCount["source"], number>();
  for (const row of facts.values()) {
    const source = SOURCE_NAMES[nameOf(RECORD_KINDS, row.kind ?? 1) ?? "call_history"];
    counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return [...counts].map(([source, count]) => ({ source, count })).sort((a, b) => b.count - a.count);
}

/** Rows of these subjects that are not among the given ones. */
async function rowsElsewhere(
  ctx: CompanyContext,
  subjects: ReadonlyMap<string, number>,
  here: readonly OpenedRow[],
): Promise<number> {
  const people = [...subjects].map(([hex, cls]) => ({
    subjectId: Buffer.from(hex, "hex"),
    class: partyClassOf(cls),
    tier: "exact" as const,
  }));
  const { probes } = await makeProbes(ctx, people);
  const { counts } = await withCompany(door(ctx, "web"), ctx.company.id, (tx) =>
    countParties(tx, ctx.company.id, probes),
  );
  const all = counts.reduce((sum, row) => sum + row.hits, 0);
  return Math.max(0, all - here.filter((row) => row.subject !== null && subjects.has(row.subject)).length);
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
  for (const { row, canonical, here, subjects, rows } of merged.values()) {
    const cls = partyClassOf(row.class);
    // Shown apart from a call it is as masked as in the youngest of its calls here.
    const byRule = masks.any && rows.every((one) => masks.ofCall(productOf(one.product), cls, startOf(one.recordId)));
    const sight = maskedIn(ctx.actor.sight, cls, byRule);
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

export function partyClassOf(code: number): PartyClass {
  const name = nameOf(DATA_CLASSES, code);
  if (name === "phone" || name === "ssn" || name === "ssn_truncated" || name === "name") return name;
  throw new Error(`class ${code} names no person`);
}
