import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { edgeById, type EdgeRow, takeSequence } from "../../store/edges.ts";
import type { Refusal } from "../protocol/messages.ts";
import { claimsIn, digestOf, verifiedClaims } from "../protocol/signed-request.ts";
import type { EdgeHost, EdgeRequest } from "./answer-edge.ts";
import { Refused } from "./refused.ts";

/** An edge that has proved who it is. */
export interface Known {
  readonly companyId: number;
  readonly id: string;
  readonly name: string;
  readonly row: EdgeRow;
  /** That this body is the one it signed, and that the request is new. Throws Refused. */
  proveBody(body: Buffer): Promise<void>;
}

type Note = (host: EdgeHost, edge: { companyId: number; id: string }, refusal: Refusal) => Promise<void>;

/**
 * Who asks, by the signature alone. The company in the claims says where to look, and nothing more: the key that is found there
 * must have signed them. Throws Refused.
 */
export async function authenticate(host: EdgeHost, request: EdgeRequest, verb: string, note: Note): Promise<Known> {
  const said = claimsIn(request.authorization);
  if (said === null || request.authorization === null || said.verb !== verb) throw new Refused("not-signed");
  const { company: companyId, edge: id } = said;
  const row = await withCompany(door(host, "web"), companyId, (tx) => edgeById(tx, companyId, id), { readOnly: true });
  if (row === null || row.signKey === null) throw new Refused("not-known");
  const refuse = async (refusal: Refusal) => {
    await note(host, { companyId, id }, refusal);
    return new Refused(refusal);
  };
  const claims = await verifiedClaims(request.authorization, row.signKey);
  if (claims === null) throw await refuse("not-signed");
  if (row.revokedAt !== null) throw await refuse("revoked");
  if (claims.sequence <= row.lastSequence) throw await refuse("replayed");
  return {
    companyId,
    id,
    name: row.name,
    row,
    async proveBody(body) {
      if (digestOf(body) !== claims.digest) throw new Refused("altered");
      const at = host.clock();
      const clockOffsetMs = claims.at - at.getTime();
      const taken = await withCompany(door(host, "web"), companyId, (tx) =>
        takeSequence(tx, { companyId, id, sequence: claims.sequence, at, clockOffsetMs }),
      );
      // Another request with this number, or a revocation, came in between.
      if (!taken) throw new Refused("replayed");
    },
  };
}
