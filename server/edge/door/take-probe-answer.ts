import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { answerEdgeProbe } from "../../store/source-probes.ts";
import { type ProbeHeard, ProbeInput } from "../protocol/messages.ts";
import type { EdgeHost } from "./answer-edge.ts";
import type { Known } from "./authenticate.ts";
import { readBody } from "./read-body.ts";

/**
 * Puts the answer of a test where who asked looks for it. It is sealed to them; of a question that this edge was not asked, or that
 * was answered before, nothing is taken, and whether there is one it is not told.
 */
export async function takeProbeAnswer(host: EdgeHost, edge: Known, body: Buffer): Promise<ProbeHeard> {
  const { id, answer } = readBody(ProbeInput, body);
  const { companyId, id: edgeId } = edge;
  const heard = await withCompany(door(host, "web"), companyId, (tx) =>
    answerEdgeProbe(tx, { companyId, edgeId, id, answer }),
  );
  return { state: heard ? "heard" : "gone" };
}
