import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { FIRST_ID } from "./ids.ts";
import { rowsAs } from "./rows.ts";
import type { LinesPlace } from "./undefined-again.ts";

/** A line no driver understood, sealed; only its reason and length stand in clear. */
export interface UndefinedLineRow {
  readonly id: string;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly sourceId: number;
  readonly deliveryId: string;
  readonly position: number;
  readonly receivedAt: Date;
  readonly reason: string;
  readonly lengthBytes: number;
  readonly sealed: Buffer;
}

/** All verbs here: role web, inside the company. One day of expiry, a page at a time, in id order. */
export async function listUndefinedLines(
  tx: Tx,
  companyId: number,
  page: { day: Day; sourceId?: number; after?: string; limit: number },
): Promise<UndefinedLineRow[]> {
  return rowsAs(
    await tx`select * from data.undefined_lines_of_day(${companyId}, ${page.day}, ${page.sourceId ?? null}, ${page.after ?? FIRST_ID}, ${page.limit})`,
  );
}

export async function* eachUndefinedLine(
  tx: Tx,
  companyId: number,
  day: Day,
  limit = 500,
): AsyncGenerator<UndefinedLineRow[]> {
  for (let after = FIRST_ID; ; ) {
    const page = await listUndefinedLines(tx, companyId, { day, after, limit });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
  }
}

export async function deleteUndefinedLines(
  tx: Tx,
  companyId: number,
  lines: readonly { day: Day; id: string }[],
): Promise<number> {
  if (lines.length === 0) return 0;
  const [row] =
    await tx`select data.delete_undefined_lines(${companyId}, ${lines.map((line) => line.day)}::date[], ${lines.map((line) => line.id)}::uuid[]) as n`;
  return row?.["n"] as number;
}

export async function moveUndefinedLine(
  tx: Tx,
  companyId: number,
  move: { id: string; day: Day; newDay: Day; newSliceId: number; sealed: Buffer },
): Promise<boolean> {
  const [row] =
    await tx`select data.move_undefined_line(${companyId}, ${move.day}, ${move.id}, ${move.newDay}, ${move.newSliceId}, ${move.sealed}) as done`;
  return row?.["done"] === true;
}

/** Lines of one day of reception, source and reason; nothing of their text. */
export interface UndefinedCountRow {
  /** The day of reception, in the company's zone. */
  readonly day: Day;
  readonly sourceId: number;
  readonly reason: string;
  readonly lines: number;
  readonly bytes: number;
  readonly lastAt: Date;
  /** From this day on nobody reads them. */
  readonly endsOn: Day;
}

/** The newest day first; `days` are those on which lines may end. */
export async function countUndefinedLines(
  tx: Tx,
  companyId: number,
  days: readonly Day[],
  zone: string,
  limit: number,
): Promise<UndefinedCountRow[]> {
  return rowsAs(await tx`select * from data.undefined_counts(${companyId}, ${[...days]}::date[], ${zone}, ${limit})`);
}

/** A line without its text, or with it sealed. */
export interface UndefinedPageRow {
  readonly id: string;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly product: number;
  readonly deliveryId: string;
  readonly position: number;
  readonly receivedAt: Date;
  readonly reason: string;
  readonly lengthBytes: number;
  readonly sealed: Buffer | null;
}

export interface UndefinedPage {
  readonly reason?: string;
  readonly shortestBytes?: number;
  readonly after?: { readonly receivedAt: Date; readonly id: string };
  readonly limit: number;
  readonly sealed?: boolean;
}

/** Lines of a source in the order in which they were received, without legs that wait. */
export async function pageUndefinedLines(tx: Tx, place: LinesPlace, page: UndefinedPage): Promise<UndefinedPageRow[]> {
  return rowsAs(
    await tx`select * from data.undefined_page(${place.companyId}, ${[...place.days]}::date[], ${place.sourceId}, ${place.from}, ${place.before},
      ${page.reason ?? null}, ${page.shortestBytes ?? 0}, ${page.after?.receivedAt ?? null}, ${page.after?.id ?? null}, ${page.limit},
      ${page.sealed ?? false})`,
  );
}

/** Lines by their ids, sealed; those of other companies and legs that wait are none. */
export async function undefinedLinesById(
  tx: Tx,
  companyId: number,
  days: readonly Day[],
  ids: readonly string[],
): Promise<
  (Pick<UndefinedPageRow, "id" | "expiresOn" | "sliceId" | "product" | "receivedAt"> & {
    sealed: Buffer;
    sourceId: number;
  })[]
> {
  return rowsAs(await tx`select * from data.undefined_by_id(${companyId}, ${[...days]}::date[], ${[...ids]}::uuid[])`);
}
