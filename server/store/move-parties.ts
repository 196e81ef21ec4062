import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { FIRST_ID } from "./ids.ts";
import { rowsAs } from "./rows.ts";
import type { PartyOfRecord } from "./search-parties.ts";

/** Every row of a slice, a page at a time. Rows that a page's reader moves away are not met again. */
export async function* eachPartyOfSlice(
  tx: Tx,
  companyId: number,
  slice: { day: Day; id: number },
  limit = 5_000,
): AsyncGenerator<PartyOfRecord[]> {
  for (let after = { pseudonym: FIRST_ID, recordId: FIRST_ID }; ; ) {
    const page = rowsAs<PartyOfRecord>(
      await tx`select * from data.parties_of_slice(${companyId}, ${slice.day}, ${slice.id}, ${after.pseudonym}, ${after.recordId}, ${limit})`,
    );
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last;
  }
}

/** A row that becomes another one: in another slice, or under another random id (then day and slice stay). */
export interface PartyMove {
  readonly day: Day;
  readonly pseudonym: string;
  readonly recordId: string;
  readonly newDay: Day;
  readonly newSliceId: number;
  readonly newPseudonym: string;
}

/** Role web, behind the raised fence. The new days' partitions exist (`ensureDays`). Answers how many rows there were. */
export async function replaceParties(tx: Tx, companyId: number, moves: readonly PartyMove[]): Promise<number> {
  let moved = 0;
  for (let at = 0; at < moves.length; at += ROWS_AT_ONCE) {
    const part = moves.slice(at, at + ROWS_AT_ONCE);
    const [row] =
      await tx`select data.replace_parties(${companyId}, ${part.map((move) => move.day)}::date[], ${part.map((move) => move.pseudonym)}::uuid[],
      ${part.map((move) => move.recordId)}::uuid[], ${part.map((move) => move.newDay)}::date[], ${part.map((move) => move.newSliceId)}::int[],
      ${part.map((move) => move.newPseudonym)}::uuid[]) as n`;
    moved += row?.["n"] as number;
  }
  return moved;
}

const ROWS_AT_ONCE = 5_000;

/** Roles web and keeper. All that a slice held, after its key was destroyed before its day (a shortened rule). Answers counts by class. */
export async function deleteSlice(
  tx: Tx,
  companyId: number,
  slice: { day: Day; id: number },
): Promise<{ class: number; product: number; rows: number }[]> {
  return rowsAs(await tx`select * from data.delete_slice(${companyId}, ${slice.day}, ${slice.id})`);
}
