import { AppError } from "../../domain/app-error.ts";
import { column } from "../values.ts";
import type { Cells } from "../cells.ts";

/** The fields that 3CX offers, in the order it offers them. */
export const DEFAULT_COLUMNS = [
  "historyid",
  "callid",
  "duration",
  "time-start",
  "time-answered",
  "time-end",
  "reason-terminated",
  "from-no",
  "to-no",
  "from-dn",
  "to-dn",
  "dial-no",
  "reason-changed",
  "final-number",
  "final-dn",
  "bill-code",
  "bill-rate",
  "bill-cost",
  "bill-name",
  "chain",
  "from-type",
  "to-type",
  "final-type",
  "from-dispname",
  "to-dispname",
  "final-dispname",
  "missed-queue-calls",
] as const;

export type Column = (typeof DEFAULT_COLUMNS)[number];
/** Which cell holds which field; fields that the site did not choose are missing. */
export type Places = Readonly<Partial<Record<Column, number>>>;

const BEFORE_TYPES = DEFAULT_COLUMNS.slice(0, 20);
/** Some releases put the display names before the types and the missed calls before both. */
const NAMES_FIRST: readonly Column[] = [
  ...BEFORE_TYPES,
  "missed-queue-calls",
  "from-dispname",
  "to-dispname",
  "final-dispname",
  "from-type",
  "to-type",
  "final-type",
];

const KNOWN = new Set<string>(DEFAULT_COLUMNS);
const NEEDED: readonly Column[] = ["time-start", "duration"];
const DEFAULT_PLACES = placesOf(DEFAULT_COLUMNS);
const NAMES_FIRST_PLACES = placesOf(NAMES_FIRST);

/** The places of columns in their order; a name that is none of 3CX's is a column that is not read. */
function placesOf(names: readonly string[]): Places {
  const places: Partial<Record<Column, number>> = {};
  names.forEach((name, at) => {
    if (isColumn(name)) places[name] ??= at;
  });
  return places;
}

/** The columns a site says it chose; throws AppError "bad-input" for a name that 3CX does not have. */
export function chosenPlaces(names: readonly string[]): Places {
  const plain = names.map((name) => name.toLowerCase().replaceAll("_", "-"));
  const unknown = plain.some((name) => name !== "-" && !isColumn(name));
  const places = placesOf(plain);
  if (unknown || NEEDED.some((name) => places[name] === undefined)) {
    throw new AppError(
      "bad-input",
      `The option columns of 3cx-cdr names the chosen fields in their order, with ${NEEDED.join(" and ")} among them and - for one that is not read. 3CX has ${DEFAULT_COLUMNS.join(", ")}.`,
    );
  }
  return places;
}

/** A line with the names of the fields, as people put before a log; null for a record. */
export function headerPlaces(text: string, cells: Cells): Places | null {
  const names: string[] = [];
  for (let at = 0; at < cells.count; at++)
    names.push(
      column(text, cells.start[at] ?? 0, cells.end[at] ?? 0)
        .toLowerCase()
        .replaceAll("_", "-"),
    );
  const places = placesOf(names);
  return NEEDED.every((name) => places[name] !== undefined) ? places : null;
}

/** The order of a record with every field: in the other one a type stands in the last column. */
export function usualPlaces(lastCell: string): Places {
  return isTypeWord(lastCell) ? NAMES_FIRST_PLACES : DEFAULT_PLACES;
}

const TYPE_WORDS =
  /^(?:extension|line|provider|external_?line|bridge|queue|ring_?group\w*|ivr|voice_?mail|conference|fax|park\w*|script|inbound_?routing|outbound_?rule|routing\w*|special\w*|unknown|none)$/i;

function isTypeWord(text: string): boolean {
  return TYPE_WORDS.test(text);
}

function isColumn(name: string): name is Column {
  return KNOWN.has(name);
}
