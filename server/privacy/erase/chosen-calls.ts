import type { Tx } from "#db/clients.ts";
import type { Company } from "../../context.ts";
import { eachSelected } from "../../store/index.ts";

/** By record and not by row: a rule or a hold may have moved a row to another day since it was chosen. */
export async function chosenCalls(
  tx: Tx,
  company: Pick<Company, "id">,
  selectionId: string | null,
): Promise<Set<string>> {
  const records = new Set<string>();
  if (selectionId === null) return records;
  for await (const page of eachSelected(tx, company.id, selectionId)) for (const hit of page) records.add(hit.recordId);
  return records;
}
