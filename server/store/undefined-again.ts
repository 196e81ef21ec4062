import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowAs, rowsAs } from "./rows.ts";
import type { UndefinedWorkRow } from "./undefined-work.ts";

/** Lines of one source that were received in a period; `days` are those on which they may end. */
export interface LinesPlace {
  readonly companyId: number;
  readonly sourceId: number;
  readonly days: readonly Day[];
  readonly from: Date;
  readonly before: Date;
}

/** A sealed line as reading it anew needs it. */
export interface AgainRow {
  readonly id: string;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly product: number;
  readonly deliveryId: string;
  readonly position: number;
  readonly receivedAt: Date;
  readonly reason: string;
  readonly sessionId: string | null;
  readonly joinState: string | null;
  readonly sealed: Buffer;
}

export type AgainAfter = Pick<AgainRow, "deliveryId" | "position" | "id">;

/** Role ingest or web: in the order in which they stand in their files, without legs that wait. */
export async function linesAgain(
  tx: Tx,
  place: LinesPlace,
  page: { readonly after?: AgainAfter | null; readonly reason?: string; readonly limit: number },
): Promise<AgainRow[]> {
  const { after = null, reason = null, limit } = page;
  return rowsAs(
    await tx`select * from data.undefined_again(${place.companyId}, ${[...place.days]}::date[], ${place.sourceId}, ${place.from}, ${place.before},
      ${reason}, ${after?.deliveryId ?? null}, ${after?.position ?? null}, ${after?.id ?? null}, ${limit})`,
  );
}

/** Role ingest. Null when the work is over. */
export async function startUndefinedWork(
  tx: Tx,
  companyId: number,
  id: string,
  at: Date,
): Promise<UndefinedWorkRow | null> {
  const [row] = await tx`select * from data.start_undefined_work(${companyId}, ${id}, ${at})`;
  return row === undefined ? null : rowAs(row);
}

/** Role ingest, with its row of the audit. False when another worker has gone on with it. */
export async function endUndefinedWork(
  tx: Tx,
  work: Pick<UndefinedWorkRow, "companyId" | "id" | "attempt">,
  end: { readonly state: "done" | "failed" | "cancelled"; readonly at: Date; readonly error?: string },
): Promise<boolean> {
  const [row] =
    await tx`select data.end_undefined_work(${work.companyId}, ${work.id}, ${work.attempt}, ${end.at}, ${end.state},
    ${end.error ?? null}) as ended`;
  return row?.["ended"] === true;
}
