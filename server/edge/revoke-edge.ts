import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { stopSourcesOf } from "../store/edge-sources.ts";
import { edgeById, revokeEdge as markRevoked } from "../store/edges.ts";
import { endTransfersOf } from "../store/transfers.ts";
import { holderOf } from "./door/make-task.ts";
import { EdgeId } from "./edge-input.ts";

/**
 * From its next request on the edge is turned away, for good: its sources stop, and what they sign in with is dropped. What it has
 * handed over stays; what it still holds nobody but it has, and the portal takes no more of it: its open sessions end, as interrupted.
 * Throws AppError "not-found".
 */
export async function revokeEdge(ctx: CompanyContext, input: EdgeId): Promise<{ readonly stoppedSources: number }> {
  authoriseCompany(ctx, "source.change");
  const { edgeId } = EdgeId.parse(input);
  const { id: companyId } = ctx.company;
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const edge = await edgeById(tx, companyId, edgeId);
    if (edge === null || !(await markRevoked(tx, companyId, edgeId, ctx.clock()))) {
      throw new AppError("not-found", "This edge does not exist, or was revoked before.");
    }
    const stoppedSources = await stopSourcesOf(tx, companyId, edgeId, ctx.clock());
    await endTransfersOf(tx, companyId, holderOf(edge), ctx.clock());
    await audit(ctx, tx, { action: "edge.revoke", detail: { edgeId, stoppedSources } });
    return { stoppedSources };
  });
}
