import { besideText, type ExportWriter } from "./export-row.ts";

/**
 * The rows of a workbook before they are packed: one JSON array a line, in the order of the columns, with the date as ms.
 * A packed file cannot be searched for somebody who is erased, nor be taken up again in its middle; lines can.
 */
export function workbookLines(): ExportWriter {
  return {
    head: () => "",
    rows(page) {
      let text = "";
      for (const row of page) {
        const beside = besideText(row.otherParties);
        text += `${JSON.stringify([
          row.hitId,
          row.source,
          row.at,
          row.product,
          row.direction,
          row.disposition,
          row.duration,
          row.ring,
          row.extension,
          row.queue,
          row.role,
          row.class,
          row.number,
          beside,
          row.erasedOn,
          row.sourceName,
        ])}\n`;
      }
      return text;
    },
    tail: () => "",
  };
}

/** Written by this file alone, and read back from sealed parts: nobody else's. */
export type WorkbookLine = readonly (string | number)[];
