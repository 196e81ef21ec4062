import type { Direction, Product, RecordKind } from "../../domain/codes.ts";
import type { DecodeContext, Decoded, DecodedValue, Driver, DriverOptions } from "../driver.ts";
import { readLocalTime } from "../local-time.ts";
import { DELIMITER_VALUES, readDelimiter, readOptions } from "../options.ts";
import { addStrangers, fieldSeconds, fieldStatus, fieldText, noteOf } from "./fields.ts";
import { createRowReader } from "./read-row.ts";
import { plain, type Row } from "./row.ts";

/** What tells one product family of the IVR platform from the others; the form of its files is the same for all. */
export interface Family {
  readonly id: string;
  readonly title: string;
  readonly product: Product;
  /** Columns in the order of a file without a header; `source`, `note`, `date`, `id`, `duration` and `status` are in every one. */
  readonly columns: readonly string[];
  /** The words of the column `source`; the first is what a record without one is. */
  readonly sources: readonly [string, RecordKind][];
  /** The column with the seconds before the conversation, if there is one. */
  readonly ring: string | null;
  /** Undefined for a word that is no direction. */
  direction(row: Row, kind: RecordKind): Direction | null | undefined;
  values(row: Row): DecodedValue[];
}

/** A driver for the CSV and JSON forms described in docs/drivers/flexi.md. */
export function createFamilyDriver(family: Family): Driver {
  const options = [
    { name: "delimiter", help: "Between the columns; found by itself without", values: DELIMITER_VALUES },
  ];
  return {
    id: family.id,
    title: family.title,
    product: family.product,
    formats: ["csv", "json"],
    framing: { kind: "line" },
    options,
    confirmed: { by: "own-format", note: "The platform's own form, described with the product." },
    configure(given: DriverOptions) {
      const read = createRowReader(family.columns, readDelimiter(readOptions(family.id, options, given)));
      return (frame, context) => {
        const row = read(frame, context);
        return "fields" in row ? decodeRow(family, row, context) : row;
      };
    },
  };
}

function decodeRow(family: Family, row: Row, context: DecodeContext): Decoded {
  const word = plain(fieldText(row, "source") ?? family.sources[0]?.[0] ?? "");
  const kind = family.sources.find(([source]) => plain(source) === word)?.[1];
  if (kind === undefined) return { kind: "undefined", reason: "source: a word this product does not write" };
  const date = fieldText(row, "date") ?? "";
  const startedAt = readLocalTime(date, 0, date.length, context.timeZone);
  if (startedAt === null) return { kind: "undefined", reason: "date: no date and time" };
  const durationSeconds = fieldSeconds(row, "duration", 0);
  const ringSeconds = family.ring === null ? null : fieldSeconds(row, family.ring, -2);
  if (durationSeconds === -1 || ringSeconds === -1)
    return { kind: "undefined", reason: "duration: no number of seconds" };
  const disposition = fieldStatus(row);
  if (disposition === undefined) return { kind: "undefined", reason: "status: unknown word" };
  const direction = family.direction(row, kind);
  if (direction === undefined) return { kind: "undefined", reason: "direction: neither in, out nor internal" };
  const note = noteOf(row);
  const values = family.values(row);
  addStrangers(row, family.columns, values);
  return {
    kind: "records",
    records: [
      {
        kind,
        callId: fieldText(row, "id"),
        startedAt,
        durationSeconds,
        ringSeconds: ringSeconds === -2 ? null : ringSeconds,
        direction,
        disposition,
        extension: note.get("extension") ?? note.get("agent") ?? null,
        queue: note.get("queue") ?? null,
        trunk: note.get("trunk") ?? null,
        costCents: null,
        partOf: null,
        values,
      },
    ],
  };
}
