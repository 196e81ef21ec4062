import { createHash, timingSafeEqual } from "node:crypto";
import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { door } from "../../context.ts";
import { findCompany } from "../../store/companies.ts";
import { countTry, edgeById, enrolEdge } from "../../store/edges.ts";
import { type EnrolAnswer, EnrolInput } from "../protocol/messages.ts";
import type { EdgeHost } from "./answer-edge.ts";
import { readBody } from "./read-body.ts";
import { Refused } from "./refused.ts";

/** Wrong secrets for one code: it dies with the fifth. */
export const MOST_TRIES = 5;

/** Spends a code. Whatever is wrong with it, the answer is the same. Throws Refused. */
export async function enrol(host: EdgeHost, body: Buffer, address: string | null): Promise<EnrolAnswer> {
  const input = readBody(EnrolInput, body);
  const { company: companyId, edge: id, signKey, sealKey, release } = input;
  const web = door(host, "web");
  const codeHash = hashOf(Buffer.from(input.secret, "base64url"));
  const row = await withCompany(web, companyId, (tx) => edgeById(tx, companyId, id), { readOnly: true });
  if (row === null) throw new Refused("wrong-code");
  const at = host.clock();
  const isRight = row.codeHash !== null && timingSafeEqual(Buffer.from(row.codeHash), Buffer.from(codeHash));
  const company = await findCompany(web, { id: companyId });
  const isDone =
    isRight &&
    company !== null &&
    (await withCompany(web, companyId, async (tx) => {
      const done = await enrolEdge(tx, { companyId, id, codeHash, at, signKey, sealKey, release });
      if (done) await systemAudit(host, tx, companyId, { action: "edge.enrol", detail: { edgeId: id, address } });
      return done;
    }));
  if (isDone) return { name: row.name, company: company.slug };
  await withCompany(web, companyId, async (tx) => {
    if (!isRight) await countTry(tx, companyId, id, MOST_TRIES);
    // Once the code is gone there is nothing left to guess, and nothing more to write down.
    if (row.codeHash !== null)
      await systemAudit(host, tx, companyId, { action: "edge.refused", detail: { edgeId: id, refused: "wrong-code" } });
  });
  throw new Refused("wrong-code");
}

/** 160 random bits need no slow hash: there is no list of likely ones to try. */
export function hashOf(secret: Uint8Array): string {
  return createHash("sha256").update(secret).digest("hex");
}
