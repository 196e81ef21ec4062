import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

export type ChangeState =
  | "waiting"
  | "approved"
  | "declined"
  | "withdrawn"
  | "replaced"
  | "cooling"
  | "held"
  | "cancelled"
  | "waived";

/** One rule of a change that waits, or waited, for the company's word, or for its cool-down. Rows of one id were asked for together. */
export interface ChangeRow {
  readonly companyId: number;
  readonly id: string;
  readonly product: number;
  readonly class: number;
  readonly fromDays: number | null;
  readonly toDays: number | null;
  readonly fromMaskedDays: number | null;
  readonly toMaskedDays: number | null;
  /** False where nothing of the kind was stored at all before, e.g. names. */
  readonly wasStored: boolean;
  readonly askedBy: string | null;
  readonly askedByName: string;
  readonly reason: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly state: ChangeState;
  /** The day with which a shortening takes hold; null for what waits for the company's word. */
  readonly holdsOn: Day | null;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
}

/** Role web. */
export async function addChanges(tx: Tx, rows: readonly ChangeRow[]): Promise<void> {
  for (const row of rows) {
    await tx`insert into data.retention_change (company_id, id, product, class, from_days, to_days, from_masked_days, to_masked_days, was_stored,
        asked_by, asked_by_name, reason, asked_at, expires_at, state, holds_on)
      values (${row.companyId}, ${row.id}, ${row.product}, ${row.class}, ${row.fromDays}, ${row.toDays}, ${row.fromMaskedDays}, ${row.toMaskedDays},
        ${row.wasStored}, ${row.askedBy}, ${row.askedByName}, ${row.reason}, ${row.askedAt}, ${row.expiresAt}, ${row.state}, ${row.holdsOn})`;
  }
}

/** Role web. The newest first: what waits, and what was decided. */
export async function listChanges(tx: Tx, companyId: number, limit: number): Promise<ChangeRow[]> {
  return rowsAs(
    await tx`select * from data.retention_change c where c.company_id = ${companyId}
    order by c.asked_at desc, c.id, c.product, c.class limit ${limit}`,
  );
}

/** Role web. The rows of one id, locked: two people who decide at once decide one after the other. */
export async function lockChanges(tx: Tx, companyId: number, id: string): Promise<ChangeRow[]> {
  return rowsAs(
    await tx`select * from data.retention_change c where c.company_id = ${companyId} and c.id = ${id} order by c.product, c.class for update`,
  );
}

/** Role web. */
export async function decideChanges(
  tx: Tx,
  companyId: number,
  id: string,
  decision: { state: ChangeState; by: string | null; byName: string; at: Date },
): Promise<void> {
  await tx`update data.retention_change c set state = ${decision.state}, decided_by = ${decision.by}, decided_by_name = ${decision.byName},
      decided_at = ${decision.at}
    where c.company_id = ${companyId} and c.id = ${id} and c.state in ('waiting', 'cooling')`;
}

/** Role web. What still waits for a rule that is set anew is overtaken by it. */
export async function replaceChanges(
  tx: Tx,
  rule: { companyId: number; product: number; class: number },
  at: Date,
): Promise<void> {
  await tx`update data.retention_change c set state = 'replaced', decided_at = ${at}
    where c.company_id = ${rule.companyId} and c.product = ${rule.product}::int2 and c.class = ${rule.class}::int2 and c.state = 'waiting'`;
}

/** Role web. Shortenings in their cool-down, the one that takes hold first before the others. */
export async function listCooling(tx: Tx, companyId: number): Promise<ChangeRow[]> {
  return rowsAs(
    await tx`select * from data.retention_change c where c.company_id = ${companyId} and c.state = 'cooling'
      order by c.holds_on, c.asked_at, c.id, c.product, c.class`,
  );
}

/** Role web. A rule that the company lets be kept longer overtakes shortenings that have not taken hold. */
export async function replaceCooling(
  tx: Tx,
  rule: { companyId: number; product: number; class: number },
  at: Date,
): Promise<void> {
  await tx`update data.retention_change c set state = 'replaced', decided_at = ${at}
    where c.company_id = ${rule.companyId} and c.product = ${rule.product}::int2 and c.class = ${rule.class}::int2 and c.state = 'cooling'`;
}

/** Role web. Shortenings whose cool-down is over on `today`, locked. */
export async function lockCooled(tx: Tx, companyId: number, today: Day): Promise<ChangeRow[]> {
  return rowsAs(
    await tx`select * from data.retention_change c
      where c.company_id = ${companyId} and c.state = 'cooling' and c.holds_on <= ${today}::date
      order by c.holds_on, c.asked_at, c.id, c.product, c.class for update`,
  );
}

/** Role web. A shortening has taken hold. */
export async function noteHeld(
  tx: Tx,
  row: Pick<ChangeRow, "companyId" | "id" | "product" | "class">,
  at: Date,
): Promise<void> {
  await tx`update data.retention_change c set state = 'held', decided_at = ${at}
    where c.company_id = ${row.companyId} and c.id = ${row.id} and c.product = ${row.product}::int2 and c.class = ${row.class}::int2`;
}
