/** The cells of one line, as offsets into it; used again for every line, so that a line makes no garbage. */
export interface Cells {
  count: number;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** 1 where doubled quotes (or another escape) stand between start and end. */
  readonly escaped: Uint8Array;
  /** 1 where the cell stood in quotes. */
  readonly quoted: Uint8Array;
}

/** More columns than any dialect has; a line with more is not one of its records. */
const MOST_CELLS = 200;

export function createCells(): Cells {
  return {
    count: 0,
    start: new Int32Array(MOST_CELLS),
    end: new Int32Array(MOST_CELLS),
    escaped: new Uint8Array(MOST_CELLS),
    quoted: new Uint8Array(MOST_CELLS),
  };
}

const QUOTE = 0x22;

/**
 * Splits RFC 4180 text from `from` to `to`: quoted cells with doubled quotes, bare cells, blanks kept. Returns false when a
 * quote is left open, something follows a closing quote, or there are too many cells. A quote inside a bare cell is text.
 */
export function splitCells(text: string, from: number, to: number, delimiter: number, cells: Cells): boolean {
  const { start, end, escaped, quoted } = cells;
  let count = 0;
  let at = from;
  for (;;) {
    if (count === MOST_CELLS) return false;
    if (text.charCodeAt(at) === QUOTE && at < to) {
      let doubled = 0;
      let close = text.indexOf('"', at + 1);
      while (close >= 0 && text.charCodeAt(close + 1) === QUOTE && close + 1 < to) {
        doubled = 1;
        close = text.indexOf('"', close + 2);
      }
      if (close < 0 || close >= to) return false;
      start[count] = at + 1;
      end[count] = close;
      escaped[count] = doubled;
      quoted[count++] = 1;
      at = close + 1;
      if (at < to && text.charCodeAt(at) !== delimiter) return false;
    } else {
      const begun = at;
      while (at < to && text.charCodeAt(at) !== delimiter) at++;
      start[count] = begun;
      end[count] = at;
      escaped[count] = 0;
      quoted[count++] = 0;
    }
    if (at >= to) break;
    at++;
  }
  cells.count = count;
  return true;
}

/**
 * Splits a row of a Markdown table (`| a | b |`): blanks around a cell and one pair of quotes around it go, `\_` and `\|`
 * are escapes. Returns false when there are too many cells.
 */
export function splitTableRow(text: string, from: number, to: number, cells: Cells): boolean {
  let count = 0;
  let begun = from + 1;
  let escapes = 0;
  for (let at = begun; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) {
      escapes = 1;
      at++;
    } else if (code === 0x7c) {
      if (count === MOST_CELLS) return false;
      trimCell(text, begun, at, cells, count);
      cells.escaped[count++] = escapes;
      begun = at + 1;
      escapes = 0;
    }
  }
  cells.count = count;
  return true;
}

function trimCell(text: string, from: number, to: number, cells: Cells, index: number): void {
  let start = from;
  let end = to;
  while (start < end && text.charCodeAt(start) === 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) === 0x20) end--;
  const quotes = end - start >= 2 && text.charCodeAt(start) === QUOTE && text.charCodeAt(end - 1) === QUOTE;
  cells.start[index] = quotes ? start + 1 : start;
  cells.end[index] = quotes ? end - 1 : end;
  cells.quoted[index] = quotes ? 1 : 0;
}

/** Where the line's text ends: a carriage return at its end is the terminator's, and so are blanks behind a last quoted cell. */
export function lineEnd(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x0d) end--;
  let quoted = end;
  while (quoted > 0 && text.charCodeAt(quoted - 1) === 0x20) quoted--;
  return quoted > 0 && quoted < end && text.charCodeAt(quoted - 1) === QUOTE ? quoted : end;
}
