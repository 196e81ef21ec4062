import type { Drafts } from "./draft.ts";
import type { IngestContext } from "./ingest-context.ts";
import { sortCall } from "./sort-call.ts";
import type { SourceSettings } from "./source-settings.ts";

/**
 * A batch by the rules of `version`, where it was read under others: so the calls that are stored after a rule was changed are sorted by it,
 * all of them, and those stored before are what a sorting of the past looks at.
 */
export async function sortAnew(
  ctx: IngestContext,
  settings: SourceSettings,
  drafts: Drafts,
  version: number,
): Promise<Drafts> {
  if (settings.sortedBy === version) return drafts;
  const { sorting } = await ctx.settingsOf(settings.companyId, settings.sourceId, { sortedBy: version });
  return {
    ...drafts,
    drafts: drafts.drafts.map((draft) => ({
      ...draft,
      sorted: { ...sortCall(draft.record, draft.parties, sorting), category: draft.sorted.category },
    })),
  };
}
