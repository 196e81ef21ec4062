import type { LayoutInput } from "../schema.ts";
import type { Traits } from "./column-traits.ts";
import { says } from "./header-words.ts";
import { peopleOf } from "./people-of-columns.ts";

/** What a person has to look at, since the sample does not tell it. */
export const GUESS_NOTES = [
  "date-order",
  "time-missing",
  "time-is-end",
  "duration-missing",
  "duration-by-look",
  "people-missing",
  "people-by-order",
] as const;
export type GuessNote = (typeof GUESS_NOTES)[number];

export interface ColumnFacts {
  readonly facts: Partial<LayoutInput>;
  /** Names of fields that something is read from. */
  readonly used: ReadonlySet<string>;
  readonly notes: readonly GuessNote[];
}

/** Columns that are not spoken for, by name. */
export class FreeColumns {
  readonly #left: Map<Traits, string>;
  readonly used = new Set<string>();

  constructor(columns: readonly Traits[], names: readonly string[]) {
    this.#left = new Map(columns.map((column, at) => [column, names[at] ?? ""]));
  }

  get left(): readonly Traits[] {
    return [...this.#left.keys()];
  }

  /** The first of these that is left, spoken for from now on. */
  take(...wanted: readonly ((column: Traits) => boolean)[]): { readonly name: string; readonly column: Traits } | null {
    for (const test of wanted) {
      const column = this.left.find(test);
      if (column === undefined) continue;
      const name = this.#left.get(column) ?? "";
      this.#left.delete(column);
      this.used.add(name);
      return { name, column };
    }
    return null;
  }
}

/** Which column holds what: by its values, and by what its header says. */
export function factsOf(columns: readonly Traits[], names: readonly string[]): ColumnFacts {
  const free = new FreeColumns(columns, names);
  const notes: GuessNote[] = [];
  const way = free.take(
    ({ ways, column }) => ways !== null && says(column.header, "direction"),
    ({ ways, column }) => ways !== null && column.header === null,
    ({ ways }) => ways !== null && ways.size > 1,
  );
  const time = timeIn(free, notes);
  const ring = free.take(({ length, column }) => length !== null && says(column.header, "ring"));
  const duration = durationIn(free, notes);
  const id = free.take(
    ({ column, outside }) =>
      says(column.header, "id") && !says(column.header, "calling", "called", "own", "name") && outside < 0.9,
  );
  const cost = free.take(({ amounts, column }) => amounts && says(column.header, "cost"));
  const outcome = free.take(
    ({ outcomes, column }) => outcomes !== null && (says(column.header, "outcome") || outcomes.size > 1),
  );
  const trunk = free.take(
    ({ column, values, outside }) => says(column.header, "trunk") && values.length > 0 && outside < 0.5,
  );
  const queue = free.take(
    ({ column, values, outside }) => says(column.header, "queue") && values.length > 0 && outside < 0.5,
  );
  const people = peopleOf(free, way !== null, notes);
  return {
    facts: {
      ...(time === null ? {} : { time: [time] }),
      ...(duration === null ? {} : { duration }),
      ...(ring === null ? {} : { ring: { field: ring.name, format: lengthFormat(ring.column) } }),
      direction: way === null ? { "by sides": true } : { rules: rulesOf(way.name, way.column.ways ?? new Map()) },
      disposition:
        outcome === null
          ? { "by duration": true }
          : { rules: rulesOf(outcome.name, outcome.column.outcomes ?? new Map()), "by duration": true },
      ...(people.extension === null ? {} : { extension: people.extension }),
      ...(trunk === null ? {} : { trunk: trunk.name }),
      ...(queue === null ? {} : { queue: queue.name }),
      ...(cost === null ? {} : { cost: { field: cost.name, format: "amount" } }),
      ...(id === null ? {} : { "call id": id.name }),
      ...(people.values.length === 0 ? {} : { values: [...people.values] }),
    },
    used: free.used,
    notes: [...new Set(notes)],
  };
}

function timeIn(free: FreeColumns, notes: GuessNote[]): NonNullable<LayoutInput["time"]>[number] | null {
  const isStart = ({ column: { header } }: Traits) => says(header, "start") && !says(header, "end");
  const isEnd = ({ column: { header } }: Traits) => says(header, "end") && !says(header, "start");
  const isAnswer = ({ column: { header } }: Traits) => says(header, "answer");
  const stamp = free.take(
    (one) => one.stamps !== null && isStart(one),
    (one) => one.stamps !== null && !isEnd(one) && !isAnswer(one),
    (one) => one.stamps !== null && !isEnd(one),
    (one) => one.stamps !== null,
  );
  if (stamp !== null) {
    const of = isEnd(stamp.column) ? "end" : "start";
    if (of === "end") notes.push("time-is-end");
    if (stamp.column.stamps?.doubtful === true) notes.push("date-order");
    return { of, stamp: stamp.name, format: stamp.column.stamps?.format ?? "iso" };
  }
  const date = free.take(
    (one) => one.days !== null && isStart(one),
    (one) => one.days !== null && says(one.column.header, "date"),
    (one) => one.days !== null && one.column.header === null,
  );
  const clock = free.take(
    (one) => one.clock && isStart(one),
    (one) =>
      one.clock &&
      says(one.column.header, "clock") &&
      !isEnd(one) &&
      !says(one.column.header, "talk", "duration", "ring"),
    (one) => one.clock && !isEnd(one) && !says(one.column.header, "talk", "duration", "ring"),
    (one) => one.clock && isEnd(one),
    (one) =>
      one.values.length > 0 &&
      one.values.every((text) => /^[012]\d[0-5]\d(?:[0-5]\d)?$/.test(text)) &&
      (says(one.column.header, "clock", "start") || one.column.header === null),
  );
  if (date === null || clock === null) {
    notes.push("time-missing");
    return null;
  }
  const of = isEnd(clock.column) ? "end" : "start";
  if (of === "end") notes.push("time-is-end");
  if (date.column.days?.doubtful === true) notes.push("date-order");
  return { of, date: date.name, clock: clock.name, format: date.column.days?.format ?? "dmy" };
}

function durationIn(free: FreeColumns, notes: GuessNote[]): LayoutInput["duration"] | null {
  const found = free.take(
    ({ length, column }) => length !== null && says(column.header, "talk"),
    ({ length, column }) => length !== null && says(column.header, "duration", "minutes"),
    // Ringing is written in minutes and seconds, conversation in hours too.
    (one) => isLength(one) && one.values.every((text) => /:.*[:']/.test(text)),
    isLength,
    (one) => isCount(one) && new Set(one.values.map((text) => text.length)).size > 1,
    (one) => isCount(one) && new Set(one.values).size > 1 && one.values.some((text) => text.length <= 2),
    ({ values, column }) =>
      column.header === null && values.length > 0 && values.every((text) => /^\d\d[0-5]\d[0-5]\d$/.test(text)),
  );
  if (found === null) {
    notes.push("duration-missing");
    return null;
  }
  const { column } = found;
  if (!says(column.column.header, "talk", "duration", "minutes") && column.length !== "clock")
    notes.push("duration-by-look");
  const format = lengthFormat(column);
  return {
    field: found.name,
    format,
    ...(column.values.length < column.column.values.length ? { blank: "zero" } : {}),
  };
}

function isLength({ length, column }: Traits): boolean {
  return length === "clock" && !says(column.header, "end", "start", "answer", "ring");
}

/** Whole counts under no header at all. */
function isCount({ length, clock, column }: Traits): boolean {
  return length === "count" && !clock && column.header === null;
}

function lengthFormat({ length, column, values }: Traits): NonNullable<LayoutInput["ring"]>["format"] {
  if (length === "clock") return "clock";
  if (says(column.header, "milliseconds")) return "milliseconds";
  if (says(column.header, "minutes") && !says(column.header, "duration")) return "minutes";
  return values.length > 0 && values.every((text) => /^\d\d[0-5]\d[0-5]\d$/.test(text)) ? "hhmmss" : "seconds";
}

/** Words of one meaning in one rule. */
function rulesOf<T extends string>(
  field: string,
  words: ReadonlyMap<string, T>,
): { when: { field: string; equals: string | string[] }[]; is: T }[] {
  const meanings = Map.groupBy(words, ([, meaning]) => meaning);
  return [...meanings].map(([is, pairs]) => {
    const texts = pairs.map(([text]) => text);
    return { when: [{ field, equals: texts.length === 1 ? (texts[0] ?? "") : texts }], is };
  });
}
