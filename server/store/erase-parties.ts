import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";
import { type Probe, probeArrays } from "./search-parties.ts";

/** A party row that was deleted, and where the raw of its record stands. */
export interface ErasedRow {
  readonly recordId: string;
  readonly role: number;
  readonly class: number;
  readonly product: number;
  /** null when the record itself has gone by its own rule. */
  readonly kind: number | null;
  readonly segmentId: string | null;
  readonly ordinal: number | null;
}

/** A row that points at a person: the pseudonym in one record. */
export interface PartyRef {
  readonly day: Day;
  readonly pseudonym: string;
  readonly recordId: string;
}

/**
 * Role web, behind the raised fence. Deletes every row of these pseudonyms, marks `call_record.erased` and lowers the
 * stored counts; `onRows` gets what was deleted, some thousands at a time. Answers how many rows went, by kind of record.
 */
export async function deleteParties(
  tx: Tx,
  companyId: number,
  probes: readonly Probe[],
  onRows: (rows: readonly ErasedRow[]) => void | Promise<void> = () => undefined,
): Promise<Map<number | null, number>> {
  const byKind = new Map<number | null, number>();
  for (let at = 0; at < probes.length; at += PROBES_AT_ONCE) {
    const { days, pseudonyms } = probeArrays(probes.slice(at, at + PROBES_AT_ONCE));
    for (;;) {
      const rows = rowsAs<ErasedRow>(
        await tx`select * from data.erase_parties(${companyId}, ${days}::text::date[], ${pseudonyms}::text::uuid[], ${ROWS_AT_ONCE})`,
      );
      if (rows.length === 0) break;
      addByKind(byKind, rows);
      await onRows(rows);
    }
  }
  return byKind;
}

const PROBES_AT_ONCE = 500;
const ROWS_AT_ONCE = 5_000;

/** Role web. The same for chosen rows: these pseudonyms in these records. */
export async function deletePartyRows(tx: Tx, companyId: number, refs: readonly PartyRef[]): Promise<ErasedRow[]> {
  const gone: ErasedRow[] = [];
  for (let at = 0; at < refs.length; at += ROWS_AT_ONCE) {
    const part = refs.slice(at, at + ROWS_AT_ONCE);
    const rows = await tx`select * from data.erase_party_rows(${companyId}, ${part.map((ref) => ref.day)}::date[],
      ${part.map((ref) => ref.pseudonym)}::uuid[], ${part.map((ref) => ref.recordId)}::uuid[])`;
    gone.push(...rowsAs<ErasedRow>(rows));
  }
  return gone;
}

function addByKind(byKind: Map<number | null, number>, rows: readonly ErasedRow[]): void {
  for (const row of rows) byKind.set(row.kind, (byKind.get(row.kind) ?? 0) + 1);
}
