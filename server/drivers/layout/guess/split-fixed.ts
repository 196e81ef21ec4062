import { linesOf, type SampleColumn, type SplitSample } from "./column.ts";
import { rulesIn } from "./split-delimited.ts";

/** More columns than a report has; what is cut into more was no report. */
const MOST_COLUMNS = 60;

/** The sample as lines whose columns stand under one another: cut where every record has a blank; null when there are no columns. */
export function splitFixed(sample: string): SplitSample | null {
  const lines = linesOf(sample).map((line) => line.trimEnd());
  const records = lines.filter(isRecord);
  if (records.length === 0) return null;
  const width = Math.max(...records.map((line) => line.length));
  const runs = runsIn(records, width);
  if (runs.length < 2 || runs.length > MOST_COLUMNS) return null;
  const heading = lines.find((line) => !isRecord(line) && hasWords(line)) ?? null;
  const columns: SampleColumn[] = runs.map(([from, to], at) => ({
    place: [from + 1, endOf(runs, at, to, records)],
    header: heading === null ? null : headerOver(heading, from, runs[at + 1]?.[0] ?? heading.length),
    values: records.map((line) => line.slice(from, to).trim()),
  }));
  const named = columns.findIndex(({ header }) => header !== null);
  const lengths = records.map((line) => line.length);
  return {
    kind: "fixed-position",
    columns,
    headers: headingsOf(lines, columns, named),
    rules: rulesIn(lines),
    size: { from: Math.min(...lengths), to: Math.max(...lengths, (runs.at(-1)?.[1] ?? 0) + 20) },
  };
}

/** A record has a time of day and more digits than that. */
function isRecord(line: string): boolean {
  return line.replace(/\D/g, "").length >= 8 && /\d/.test(line.slice(0, 40)) && !/^[-=_*+ |]+$/.test(line);
}

/** Two letters, and more words behind them. */
function hasWords(line: string): boolean {
  const at = line.search(/[A-Za-z]{2}/);
  return at >= 0 && /\s/.test(line.slice(at));
}

/** Where something stands in any of the records, from and to. */
function runsIn(records: readonly string[], width: number): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < width; at++) {
    if (records.every((line) => (line[at] ?? " ") === " ")) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[1] === at) last[1] = at + 1;
    else runs.push([at, at + 1]);
  }
  return runs;
}

/** Columns whose values begin at their left have room to their right: a longer number must not be cut. */
function endOf(runs: readonly [number, number][], at: number, to: number, records: readonly string[]): number {
  const from = runs[at]?.[0] ?? 0;
  const next = runs[at + 1]?.[0] ?? to + 20;
  return records.every((line) => (line[from] ?? " ") !== " " || line.slice(from, to).trim() === "")
    ? Math.max(to, next - 1)
    : to;
}

function headerOver(heading: string, from: number, to: number): string | null {
  let begins = from;
  // A header is often a little wider than what stands under it.
  while (begins > 0 && (heading[begins - 1] ?? " ") !== " " && (heading[begins] ?? " ") !== " ") begins--;
  return (
    heading
      .slice(begins, Math.max(to, begins))
      .trim()
      .split(/\s{2,}/)[0]
      ?.trim() || null
  );
}

function headingsOf(lines: readonly string[], columns: readonly SampleColumn[], named: number) {
  const place = columns[named]?.place;
  if (!Array.isArray(place)) return [];
  const texts = lines
    .filter((line) => !isRecord(line) && /[A-Za-z]{2}/.test(line))
    .map((line) => line.slice(place[0] - 1, place[1]).trim());
  return [...new Set(texts)]
    .filter((text) => /^[^\d]+$/.test(text))
    .slice(0, 5)
    .map((text) => ({ at: named, text }));
}
