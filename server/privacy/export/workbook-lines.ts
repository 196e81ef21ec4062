import { besideText, type ExportWriter, hitIdOf } from "./export-row.ts";

/**
 * The rows of a workbook before they are packed: one JSON array a line, in the order of the columns, with the date as ms.
 * A packed file cannot be searched for somebody who is erased, nor be taken up again in its middle; lines can.
 */
export function workbookLines(): ExportWriter {
  return {
    head: () => undefined,
    row(to, row) {
      const line: WorkbookLine = [
        hitIdOf(row),
        row.source,
        row.at,
        row.product,
        row.direction,
        row.disposition,
        row.duration ?? "",
        row.ring ?? "",
        row.extension,
        row.queue,
        row.role,
        row.class,
        row.number,
        besideText(row.otherParties),
        row.erasedOn,
        row.sourceName,
        row.correctedOn,
        row.cost,
        row.currency,
        row.keptApart,
        row.nature,
        row.category,
      ];
      to.text(JSON.stringify(line));
      to.ascii("\n");
    },
    tail: () => undefined,
  };
}

/** Written by this file alone, and read back from sealed parts: nobody else's. */
export type WorkbookLine = readonly (string | number)[];
