import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../../context.ts";
import { nameOf, RECORD_KINDS } from "../../domain/codes.ts";
import { countParties } from "../../store/index.ts";
import { SOURCE_NAMES, type SourceCount } from "../hit.ts";
import { makeProbes } from "../seek/probes.ts";
import { type Gathered, type OpenedRow, partyClassOf } from "./gather.ts";

/** How many calls of each source, the most frequent first. */
export function bySourceOf({ facts }: Pick<Gathered, "facts">): SourceCount[] {
  const counts = new Map<SourceCount["source"], number>();
  for (const row of facts.values()) {
    const source = SOURCE_NAMES[nameOf(RECORD_KINDS, row.kind ?? 1) ?? "call_history"];
    counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return [...counts].map(([source, count]) => ({ source, count })).sort((a, b) => b.count - a.count);
}

/** Rows of these subjects that are not among the given ones. */
export async function rowsElsewhere(
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
