import type { Tx } from "#db/clients.ts";
import { listSources } from "../../store/index.ts";

/** What the company calls its sources; removed ones too, since their records still name them. */
export async function sourceNames(tx: Tx, companyId: number): Promise<ReadonlyMap<number, string>> {
  const sources = await listSources(tx, companyId, { removed: true });
  return new Map(sources.map((source) => [source.id, source.name]));
}
