import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { ProbeAnswer, ProbeQuestion } from "../sources/index.ts";
import { edgeById } from "../store/edges.ts";
import { askAt } from "./ask-at.ts";

/** An edge calls every fifteen seconds; one that was tested a moment ago, every other. */
const TAKEN_WITHIN_MS = 40_000;
/** The way there, a test of half a minute, and the way back. */
const ANSWERED_WITHIN_MS = 85_000;
/** One that has not called for so long will not call within a person's patience. */
const AWAY_MS = 180_000;

/**
 * What a test found, as the edge sees it at its site. The question is sealed to that edge, and the answer comes with its signature.
 * Throws AppError "not-found", "conflict" or "too-many".
 */
export async function askEdge(ctx: CompanyContext, question: ProbeQuestion, edgeId: string): Promise<ProbeAnswer> {
  const { id: companyId } = ctx.company;
  const edge = await withCompany(door(ctx, "web"), companyId, (tx) => edgeById(tx, companyId, edgeId), {
    readOnly: true,
  });
  if (edge === null || edge.revokedAt !== null)
    throw new AppError("not-found", "This edge does not exist, or was revoked. Choose another place for the source.");
  if (edge.sealKey === null)
    throw new AppError(
      "conflict",
      "This edge has not come yet, so it cannot try anything. Enrol it with its code, then test again.",
    );
  const heardAt = edge.lastContactAt ?? edge.enrolledAt;
  if (heardAt === null || ctx.clock().getTime() - heardAt.getTime() > AWAY_MS) throw away();
  const within = { takenWithinMs: TAKEN_WITHIN_MS, answeredWithinMs: ANSWERED_WITHIN_MS };
  const answer = await askAt(ctx, question, { edgeId, key: edge.sealKey, ...within });
  if (answer === null) throw away();
  return answer;
}

function away(): AppError {
  const text =
    "The edge is not heard of, so nothing can be tried there. See that its machine runs and reaches this portal, then test again.";
  return new AppError("conflict", text, { retry: true });
}
