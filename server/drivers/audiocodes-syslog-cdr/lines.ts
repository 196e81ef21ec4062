import type { LineBelongs } from "../driver.ts";

/** What a line is, by the word that its first column holds. */
const MARK =
  /(?:^|[\s|\]>:])(CALL_(?:START|CONNECT|END)|(?:MEDIA|DIALOG)_(?:START|UPDATE|CONNECT|END)|(?:SBC|GW|Media)ReportType) *(?:\||\r?\n|\r?$)/;

export interface Mark {
  readonly word: string;
  readonly at: number;
}

export function markIn(text: string): Mark | null {
  const match = MARK.exec(text);
  const word = match?.[1];
  return match === null || word === undefined ? null : { word, at: match.index + match[0].indexOf(word) };
}

/** As many as today's releases write of a call: a line with fewer may be the first piece of one. */
const FEWEST_COLUMNS = 38;
const MOST_PIECES = 4;

/** A message that was too long comes in pieces: what follows has columns, and no word of its own. */
export const pieces: LineBelongs = (before, line) => {
  const first = before[0] ?? "";
  const mark = markIn(first);
  if (mark === null || /^(?:MEDIA|Media|DIALOG)/.test(mark.word) || before.length >= MOST_PIECES) return false;
  if (!line.includes("|") || markIn(line) !== null) return false;
  return before.reduce((sum, each) => sum + each.split("|").length - 1, 1) < FEWEST_COLUMNS;
};

/** What a relay and the device write before a piece: a time, an address, `local0.notice`, `[S=12] [SID=...]`. */
export function pieceStart(text: string, from: number, to: number): number {
  const prefix = /^[^|]{0,200}\[(?:S|SID|BID)=[^\]|]{0,60}\] */.exec(text.slice(from, Math.min(to, from + 280)));
  return from + (prefix?.[0].length ?? 0);
}
