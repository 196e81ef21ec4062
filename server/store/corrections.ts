import type { Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

export type CorrectedWhat = "identifier" | "direction" | "extension";

/** What was put right in a call. Never what it was. */
export interface CorrectionRow {
  readonly companyId: number;
  readonly id: string;
  readonly recordId: string;
  readonly what: CorrectedWhat;
  readonly role: number | null;
  readonly class: number | null;
  readonly reason: string;
  readonly correctedAt: Date;
  readonly correctedBy: string | null;
  readonly correctedByName: string;
}

/** All verbs here: role web, inside the company. */
export async function addCorrection(tx: Tx, row: CorrectionRow): Promise<void> {
  await tx`insert into data.correction (company_id, id, record_id, what, role, class, reason, corrected_at, corrected_by, corrected_by_name)
    values (${row.companyId}, ${row.id}, ${row.recordId}, ${row.what}, ${row.role}, ${row.class}, ${row.reason}, ${row.correctedAt},
      ${row.correctedBy}, ${row.correctedByName})`;
}

/** Those of these calls, the latest first. */
export async function correctionsOf(tx: Tx, companyId: number, recordIds: readonly string[]): Promise<CorrectionRow[]> {
  if (recordIds.length === 0) return [];
  return rowsAs(
    await tx`select * from data.correction k where k.company_id = ${companyId} and k.record_id = any (${[...recordIds]}::uuid[])
      order by k.corrected_at desc, k.id limit 10000`,
  );
}

/** Facts of a call; null leaves one as it is. */
export async function correctFacts(
  tx: Tx,
  companyId: number,
  recordId: string,
  facts: { readonly direction: number | null; readonly endpointId: number | null },
): Promise<boolean> {
  const [row] =
    await tx`select data.correct_facts(${companyId}, ${recordId}, ${facts.direction}, ${facts.endpointId}) as done`;
  return row?.["done"] === true;
}

/** Whether anything of the company was ever put right: most have nothing to ask for. */
export async function anyCorrection(tx: Tx, companyId: number): Promise<boolean> {
  const [row] = await tx`select exists (select from data.correction k where k.company_id = ${companyId}) as corrects`;
  return row?.["corrects"] === true;
}
