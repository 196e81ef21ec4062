import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { STOPPING_PROBLEMS } from "../../sources/index.ts";
import { findCompany } from "../../store/companies.ts";
import { edgeCredentials, holdForEdge, sourcesToRun } from "../../store/edge-sources.ts";
import { fingerprintsOf } from "../../store/source-fingerprints.ts";
import { storedGateOf } from "../../store/gate.ts";
import { driverOptionsOf } from "../../store/source-options.ts";
import type { EdgeTask } from "../protocol/task.ts";
import type { EdgeHost } from "./answer-edge.ts";
import type { Known } from "./authenticate.ts";
import { Refused } from "./refused.ts";

/** As a holder in leases and on pages. An edge that is not heard of for two minutes counts as not at work. */
export const LIVE_SECONDS = 120;

export function holderOf({ name }: Pick<Known, "name">): string {
  return `edge ${name}`;
}

/** What the edge is to do now, and the fencing numbers of its sources. */
export async function makeTask(
  host: EdgeHost,
  edge: Known,
): Promise<{ task: EdgeTask; fencing: ReadonlyMap<number, number> }> {
  const { companyId, id: edgeId } = edge;
  const web = door(host, "web");
  const company = await findCompany(web, { id: companyId });
  if (company === null) throw new Refused("not-known");
  const { rows, credentials, fingerprints, gate, fencing } = await withCompany(web, companyId, async (tx) => {
    const found = await sourcesToRun(tx, companyId, edgeId, STOPPING_PROBLEMS);
    const place = { edgeId, holder: holderOf(edge), liveSeconds: LIVE_SECONDS };
    const ids = found.map((row) => row.id);
    return {
      rows: found,
      fencing: await holdForEdge(tx, companyId, ids, place),
      credentials: Map.groupBy(await edgeCredentials(tx, companyId, edgeId), (one) => one.sourceId),
      fingerprints: await fingerprintsOf(tx, companyId, edgeId),
      gate: await storedGateOf(tx, companyId),
    };
  });
  const sources = rows.map(async (row): Promise<EdgeTask["sources"]> => {
    const number = fencing.get(row.id);
    if (number === undefined) return [];
    const { id, transport, driver, timeZone, country, outsideLine, extensionDigits, internationalPrefix } = row;
    const site = { timeZone, country, outsideLine, extensionDigits, internationalPrefix };
    const sealed = (credentials.get(id) ?? []).map((one) => ({ name: one.name, sealed: one.sealed }));
    const driverOptions = { ...(await driverOptionsOf(web, row)) };
    const settings = { ...row.settings };
    const keys = { credentials: sealed, fingerprint: fingerprints.get(id) ?? null };
    return [{ id, transport, driver, settings, driverOptions, ...site, fencing: number, ...keys }];
  });
  const { id, slug, timeZone, country, outsideLine, extensionDigits, internationalPrefix } = company;
  const site = { timeZone, country, outsideLine, extensionDigits, internationalPrefix };
  const task: EdgeTask = {
    edgeId,
    company: { id, slug, ...site },
    gate,
    sources: (await Promise.all(sources)).flat(),
  };
  return { task, fencing };
}
