import type { JWK } from "jose";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { edgeCredentials } from "../../store/edge-sources.ts";
import { type EdgeProbe, takeEdgeProbes } from "../../store/source-probes.ts";
import { sourceById } from "../../store/sources.ts";
import { MOST_PROBES } from "../protocol/messages.ts";
import { type ProbeOrder, sealProbeOrder } from "../protocol/probe-order.ts";
import type { EdgeTask } from "../protocol/task.ts";
import type { EdgeHost } from "./answer-edge.ts";
import type { Known } from "./authenticate.ts";

/** The tests that people wait for, each once, sealed to the edge with what holds at this moment. */
export async function handOutProbes(
  host: EdgeHost,
  { companyId, id: edgeId }: Known,
  { company, gate }: Pick<EdgeTask, "company" | "gate">,
  sealKey: JWK,
): Promise<string[]> {
  const orders = await withCompany(door(host, "web"), companyId, async (tx) => {
    const asked = await takeEdgeProbes(tx, companyId, edgeId, MOST_PROBES);
    if (asked.length === 0) return [];
    const credentials = Map.groupBy(await edgeCredentials(tx, companyId, edgeId), (one) => one.sourceId);
    const storedFor = async ({ sourceId }: EdgeProbe): Promise<ProbeOrder["stored"]> => {
      const row = sourceId === null ? null : await sourceById(tx, companyId, sourceId);
      if (row === null || row.removedAt !== null || row.edgeId !== edgeId) return null;
      const sealed = (credentials.get(row.id) ?? []).map((one) => ({ name: one.name, sealed: one.sealed }));
      return { sourceId: row.id, transport: row.transport, settings: { ...row.settings }, credentials: sealed };
    };
    const made: ProbeOrder[] = [];
    for (const probe of asked) {
      const { id: probeId, question } = probe;
      made.push({ edgeId, probeId, question, company, gate, stored: await storedFor(probe) });
    }
    return made;
  });
  return await Promise.all(orders.map((order) => sealProbeOrder(order, sealKey)));
}
