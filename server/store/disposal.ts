import type { Tx } from "#db/clients.ts";
import type { Disposal, DisposalItem } from "../domain/disposal.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/** A recorded decision of an authority to dispose of records. */
export interface DecisionRow {
  readonly companyId: number;
  readonly id: string;
  readonly authority: string;
  readonly number: string;
  readonly decidedOn: Day;
  readonly about: string;
  readonly recordedAt: Date;
  readonly recordedBy: string | null;
  readonly recordedByName: string;
  readonly endedAt: Date | null;
  readonly endedByName: string | null;
}

/** A decision with what it covers. */
export type DecidedRow = DecisionRow & { readonly items: readonly DisposalItem[] };

/** Roles web, ingest, keeper. What holds now; null for a company that is no public body. */
export async function readDisposal(tx: Tx, companyId: number): Promise<Disposal> {
  const rows = await tx`select c.kind, d.id, i.product, i.class, i.shortest_days, i.longest_days
    from data.list_companies(null, ${companyId}, null) c
    left join data.disposal_decision d on d.company_id = ${companyId} and d.ended_at is null
    left join data.disposal_item i on i.company_id = ${companyId} and i.decision_id = d.id
    order by i.product, i.class, d.id`;
  if (rows[0]?.["kind"] !== "public") return null;
  return rows.flatMap((row) =>
    row["class"] === null
      ? []
      : [
          {
            product: row["product"] as number,
            class: row["class"] as number,
            shortestDays: row["shortest_days"] as number | null,
            longestDays: row["longest_days"] as number | null,
          },
        ],
  );
}

/** Role web. */
export async function addDecision(
  tx: Tx,
  decision: Omit<DecisionRow, "endedAt" | "endedByName">,
  items: readonly DisposalItem[],
): Promise<void> {
  const { companyId, id } = decision;
  await tx`insert into data.disposal_decision (company_id, id, authority, number, decided_on, about, recorded_at, recorded_by, recorded_by_name)
    values (${companyId}, ${id}, ${decision.authority}, ${decision.number}, ${decision.decidedOn}, ${decision.about}, ${decision.recordedAt},
      ${decision.recordedBy}, ${decision.recordedByName})`;
  for (const item of items) {
    await tx`insert into data.disposal_item (company_id, decision_id, product, class, shortest_days, longest_days)
      values (${companyId}, ${id}, ${item.product}, ${item.class}, ${item.shortestDays}, ${item.longestDays})`;
  }
}

/** Role web. The newest first, with what each covers. */
export async function listDecisions(tx: Tx, companyId: number): Promise<DecidedRow[]> {
  const decisions = rowsAs<DecisionRow>(
    await tx`select d.* from data.disposal_decision d where d.company_id = ${companyId} order by d.recorded_at desc, d.id limit 200`,
  );
  const items = rowsAs<DisposalItem & { decisionId: string }>(
    await tx`select i.decision_id, i.product, i.class, i.shortest_days, i.longest_days from data.disposal_item i
      where i.company_id = ${companyId} order by i.product, i.class`,
  );
  const byDecision = Map.groupBy(items, (item) => item.decisionId);
  return decisions.map((decision) => ({ ...decision, items: byDecision.get(decision.id) ?? [] }));
}

/** Role web. false when there is none, or it has ended already. */
export async function endDecision(
  tx: Tx,
  companyId: number,
  id: string,
  ended: { at: Date; by: string | null; byName: string },
): Promise<boolean> {
  const rows =
    await tx`update data.disposal_decision d set ended_at = ${ended.at}, ended_by = ${ended.by}, ended_by_name = ${ended.byName}
    where d.company_id = ${companyId} and d.id = ${id} and d.ended_at is null returning 1`;
  return rows.length > 0;
}
