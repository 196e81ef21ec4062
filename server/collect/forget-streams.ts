import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../context.ts";
import { listCompanies } from "../store/companies.ts";
import { forgetStreams } from "../store/checkpoints.ts";
import { listSources } from "../store/sources.ts";

/** An inbox keeps segments for 48 hours, and a stream that is silent for two days goes on as another one. */
const KEPT_MS = 7 * 86_400_000;
const AT_ONCE = 2_000;

/** Each connection and each sender of packets leaves a place behind that nobody asks for again. Answers how many went. */
export async function forgetOldStreams(
  installation: Pick<Installation, "sql" | "clock">,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(installation.clock().getTime() - KEPT_MS);
  const web = door(installation, "web");
  let gone = 0;
  for (const { id: companyId } of await listCompanies(web)) {
    for (const { id: sourceId } of await withCompany(web, companyId, (tx) =>
      listSources(tx, companyId, { removed: true }),
    )) {
      for (let after: string | null = null, more = true; more; more = after !== null) {
        signal?.throwIfAborted();
        const place: { sourceId: number; before: Date; after: string | null; limit: number } = {
          sourceId,
          before,
          after,
          limit: AT_ONCE,
        };
        const some = await withCompany(web, companyId, (tx) => forgetStreams(tx, companyId, place));
        gone += some.gone;
        after = some.last;
      }
    }
  }
  return gone;
}
