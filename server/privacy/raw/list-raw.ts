import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { dayIn, type Day } from "../../domain/zoned-time.ts";
import {
  callsByDay,
  type CallsOfDay,
  countRaw,
  type RawCountRow,
  type ReaderRow,
  readersOf,
  sourceById,
} from "../../store/index.ts";
import type { Tx } from "#db/clients.ts";
import { placesOf, rawSlicesByDay } from "./raw-days.ts";

const DAYS_A_PAGE = 14;

export const ListRawInput = z.strictObject({
  sourceId: z.int().positive(),
  /** Days of calls before this one; left out = from the newest on. */
  before: z.iso.date().optional(),
});
export type ListRawInput = z.infer<typeof ListRawInput>;

/** Raw records of the calls of a day. */
export interface RawDay {
  readonly day: Day;
  readonly segments: number;
  readonly records: number;
  readonly bytes: number;
  readonly readers: readonly RawReader[];
  /** From this day on nobody reads the last of them. */
  readonly endsOn: Day;
  readonly calls: number;
  /** Calls whose raw record was erased, or never stored. */
  readonly withoutRaw: number;
  /** Calls of which a value was erased, or had expired when it came. */
  readonly valuesGone: number;
}

/** What has read some of them; driver null = from before readers were told apart. */
export interface RawReader {
  readonly driver: string | null;
  readonly layout: string | null;
  readonly layoutVersion: number | null;
  readonly records: number;
}

export interface RawList {
  readonly source: { readonly id: number; readonly name: string };
  readonly today: Day;
  readonly days: readonly RawDay[];
  /** Where the next page goes on; null at the end. */
  readonly next: Day | null;
}

/** What raw records of a source there are, by the day of their calls, the newest first. No word of theirs is told. */
export async function listRaw(ctx: CompanyContext, input: ListRawInput): Promise<RawList> {
  authoriseCompany(ctx, "source.see");
  const { sourceId, before } = ListRawInput.parse(input);
  const { company } = ctx;
  const inCompany = <T>(work: (tx: Tx) => Promise<T>) =>
    withCompany(door(ctx, "web"), company.id, work, { readOnly: true });
  const source = await inCompany((tx) => sourceById(tx, company.id, sourceId));
  if (source === null) throw new AppError("not-found", "There is no such source. Look at the list of sources again.");
  const all = (await rawSlicesByDay(ctx, source.product)).filter(([day]) => before === undefined || day < before);
  const days: RawDay[] = [];
  let at = 0;
  for (; at < all.length && days.length < DAYS_A_PAGE; at += DAYS_A_PAGE) {
    const some = all.slice(at, at + DAYS_A_PAGE);
    const [newest, oldest] = [some[0]?.[0], some.at(-1)?.[0]];
    if (newest === undefined || oldest === undefined) break;
    const slices = some.flatMap(([, of]) => of);
    const { counts, calls, readers } = await inCompany(async (tx) => {
      const found = await countRaw(tx, placesOf(company.id, sourceId, slices));
      const ids = [...new Set(found.flatMap(({ readerId }) => (readerId === null ? [] : [readerId])))];
      return {
        counts: found,
        calls: await callsByDay(tx, company.id, sourceId, { from: oldest, to: newest }),
        readers: await readersOf(tx, company.id, ids),
      };
    });
    const dayOf = new Map(slices.map((slice) => [slice.id, slice.callDay]));
    const byDay = Map.groupBy(counts, ({ sliceId }) => dayOf.get(sliceId) ?? "");
    for (const [day] of some) {
      const rows = byDay.get(day);
      if (rows === undefined) continue;
      days.push(dayFrom(day, rows, { calls: calls.find((one) => one.day === day), readers }));
    }
  }
  const shown = days.slice(0, DAYS_A_PAGE);
  const last = shown.at(-1)?.day ?? null;
  const isMore = days.length > DAYS_A_PAGE || at < all.length;
  return {
    source: { id: source.id, name: source.name },
    today: dayIn(company.timeZone, ctx.clock()),
    days: shown,
    next: isMore ? last : null,
  };
}

interface Besides {
  readonly calls: CallsOfDay | undefined;
  readonly readers: readonly ReaderRow[];
}

function dayFrom(day: Day, rows: readonly RawCountRow[], { calls, readers }: Besides): RawDay {
  const sum = (of: (row: RawCountRow) => number) => rows.reduce((all, row) => all + Number(of(row)), 0);
  const read = [...Map.groupBy(rows, ({ readerId }) => readerId)].map(([id, of]) => {
    const reader = readers.find((one) => one.id === id);
    return {
      driver: reader?.driver ?? null,
      layout: reader?.layoutName ?? null,
      layoutVersion: reader?.layoutVersion ?? null,
      records: of.reduce((all, row) => all + Number(row.records), 0),
    };
  });
  return {
    day,
    segments: sum((row) => row.segments),
    records: sum((row) => row.records),
    bytes: sum((row) => row.bytes),
    readers: read.sort((a, b) => b.records - a.records),
    endsOn:
      rows
        .map(({ expiresOn }) => expiresOn)
        .toSorted()
        .at(-1) ?? day,
    calls: Number(calls?.calls ?? 0),
    withoutRaw: Number(calls?.withoutRaw ?? 0),
    valuesGone: Number(calls?.valuesGone ?? 0),
  };
}
