import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { pageOfCheckpoints } from "../../store/checkpoints.ts";
import { fencingAt } from "../../store/edge-sources.ts";
import { type PositionsAnswer, PositionsInput } from "../protocol/messages.ts";
import type { EdgeHost } from "./answer-edge.ts";
import type { Known } from "./authenticate.ts";
import { readBody } from "./read-body.ts";
import { Refused } from "./refused.ts";

const PAGE = 2_000;

/** How far a source of this very edge is stored, so that it goes on where another machine has left off. Throws Refused. */
export async function tellPositions(host: EdgeHost, edge: Known, body: Buffer): Promise<PositionsAnswer> {
  const { sourceId, after } = readBody(PositionsInput, body);
  const { companyId, id } = edge;
  return await withCompany(
    door(host, "web"),
    companyId,
    async (tx) => {
      if ((await fencingAt(tx, companyId, sourceId, id)) === null) throw new Refused("not-bound");
      const positions = (await pageOfCheckpoints(tx, companyId, sourceId, { after, limit: PAGE })).map((one) => ({
        ...one,
        identity: one.identity === null ? null : { ...one.identity },
      }));
      return { positions, next: positions.length < PAGE ? null : (positions.at(-1)?.deliveryId ?? null) };
    },
    { readOnly: true },
  );
}
