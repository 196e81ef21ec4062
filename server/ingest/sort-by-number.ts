import { NATURES } from "../domain/sorted.ts";
import { privateLists, WHOLE_COMPANY } from "../keyring/index.ts";
import type { Drafts } from "./draft.ts";
import type { IngestContext } from "./ingest-context.ts";
import type { Places } from "./resolve-places.ts";
import { callToSort } from "./sort-call.ts";
import type { SourceSettings } from "./source-settings.ts";

/**
 * Calls with somebody on the company's list of private numbers, or on that of the extension, are private: unless a code that was
 * dialled says otherwise. A company without a list is asked nothing.
 */
export async function sortByNumber(
  ctx: IngestContext,
  settings: SourceSettings,
  { drafts }: Drafts,
  places: Places,
): Promise<void> {
  const listed = await privateLists(ctx.keyring, settings.companyId);
  if (listed === null) return;
  for (const [index, draft] of drafts.entries()) {
    if (draft.record.direction === "internal") continue;
    const call = callToSort(draft.record, draft.parties);
    if (call.outside === null) continue;
    const lists = listed(call.outside);
    if (lists.length === 0) continue;
    const own = places.extension(index);
    if (!lists.some((list) => list === WHOLE_COMPANY || list === own)) continue;
    const { startedAt, direction } = draft.record;
    const said = settings.sorting?.natureByCode?.({ startedAt, direction, dialled: call.dialled }) ?? null;
    if (said === null) draft.sorted.nature = NATURES.private;
  }
}
