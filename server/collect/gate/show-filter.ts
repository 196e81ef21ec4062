import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { type FilterSettings, filterSettings, NO_FILTER } from "../../domain/filter/filter-settings.ts";
import { readGate } from "../../store/gate.ts";
import { listSources } from "../../store/sources.ts";

/** What is left out before the inbox, as its page and `gallra filter show` tell it. */
export interface FilterView extends FilterSettings {
  /** To be sent along with a change: 0 where nothing was ever said. */
  readonly version: number;
  readonly setAt: Date | null;
  readonly setByName: string | null;
  readonly sources: readonly { readonly id: number; readonly name: string }[];
}

export async function showFilter(ctx: CompanyContext): Promise<FilterView> {
  authoriseCompany(ctx, "processing.see");
  const { id } = ctx.company;
  const { row, sources } = await withCompany(
    door(ctx, "web"),
    id,
    async (tx) => ({ row: await readGate(tx, id, "filter"), sources: await listSources(tx, id) }),
    { readOnly: true },
  );
  // What this release cannot read is told by the sources, which take nothing then; here it is begun anew.
  const read = filterSettings.safeParse(row?.settings ?? NO_FILTER);
  return {
    ...(read.success ? read.data : NO_FILTER),
    version: row?.version ?? 0,
    setAt: row?.setAt ?? null,
    setByName: row?.setByName ?? null,
    sources: sources.map(({ id: sourceId, name }) => ({ id: sourceId, name })),
  };
}
