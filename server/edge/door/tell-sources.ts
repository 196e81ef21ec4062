import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { stateBy } from "../../sources/index.ts";
import { heldByEdge, setTransferCounts } from "../../store/edge-sources.ts";
import type { LiveFigures } from "../../store/source-live.ts";
import { putLive } from "../../store/source-live.ts";
import { reportSource } from "../../store/source-reports.ts";
import { startTransfer } from "../../store/transfers.ts";
import type { ContactInput } from "../protocol/messages.ts";
import type { EdgeHost } from "./answer-edge.ts";
import type { Known } from "./authenticate.ts";
import { holderOf } from "./make-task.ts";

interface Told {
  readonly sources: readonly (Omit<ContactInput["sources"][number], "live"> & { readonly live: LiveFigures | null })[];
  readonly sessions: ContactInput["sessions"];
}

/**
 * How the sources of an edge fare, as a collector at home tells it. Of a source that does not run there nothing is taken, but how the
 * sessions went that this edge began when it did.
 */
export async function tellSources(
  host: EdgeHost,
  edge: Known,
  { sources, sessions }: Told,
  fencing: ReadonlyMap<number, number>,
): Promise<void> {
  if (sources.length + sessions.length === 0) return;
  const { companyId } = edge;
  const at = host.clock();
  const holder = holderOf(edge);
  await withCompany(door(host, "web"), companyId, async (tx) => {
    for (const { id, problem, live } of sources) {
      const number = fencing.get(id);
      if (number === undefined) continue;
      const holding = { holder, fencing: number };
      await reportSource(tx, companyId, id, { state: stateBy(problem), problem, at }, holding);
      if (live !== null) await putLive(tx, companyId, id, { at, figures: live }, holding);
    }
    if (sessions.length === 0) return;
    // One that was stopped is still held: what its last session came to is told after that.
    const held = await heldByEdge(tx, companyId, { edgeId: edge.id, holder });
    for (const { id, sourceId, files, errors, outcome, problem } of sessions) {
      if (held.has(sourceId)) await startTransfer(tx, { companyId, id, sourceId, startedAt: at, holder });
      await setTransferCounts(tx, companyId, { id, sourceId, files, errors, outcome, error: problem, holder, at });
    }
  });
}
