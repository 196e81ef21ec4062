import type { DecodeContext } from "../../driver.ts";
import type { LayoutInput } from "../schema.ts";
import type { SampleColumn, SplitSample } from "./column.ts";
import { traitsOf } from "./column-traits.ts";
import { fieldNameOf } from "./header-words.ts";
import { factsOf, type GuessNote } from "./facts-of-columns.ts";
import { splitDelimited } from "./split-delimited.ts";
import { splitFixed } from "./split-fixed.ts";
import { splitJson, splitXml } from "./split-tree.ts";

export type { GuessNote } from "./facts-of-columns.ts";

/** A layout as far as a sample tells it; what it does not tell is left out, and a note says so. */
export interface GuessedLayout {
  readonly layout: Partial<LayoutInput> & Pick<LayoutInput, "kind" | "fields">;
  readonly notes: readonly GuessNote[];
}

/** Columns of a layout; more were no layout anybody could read. */
const MOST_FIELDS = 100;

/**
 * Proposes a layout for a sample: how its lines are cut, which column holds what. Pure, and wrong at times: whoever asked
 * compares it with the preview. Null when the sample has no columns at all.
 */
export function guessLayout(sample: string, site: Omit<DecodeContext, "state">): GuessedLayout | null {
  const split = splitSample(sample);
  if (split === null || split.columns.length === 0) return null;
  const all = split.columns.slice(0, MOST_FIELDS).map((column) => traitsOf(column, site));
  const names = namesOf(all.map(({ column }) => column));
  const { facts, used, notes } = factsOf(all, names);
  // A field that nothing is read from and that is blank on every line tells nobody anything.
  const kept = all.flatMap(({ column, values }, at) => {
    const name = names[at] ?? "";
    return used.has(name) ||
      (values.length > 0 && split.kind !== "json" && split.kind !== "xml") ||
      isHeading(split, at)
      ? [[name, column.place] as const]
      : [];
  });
  return {
    layout: {
      ...shapeOf(split),
      fields: Object.fromEntries(kept),
      ...notCalls(split, names),
      ...facts,
    } as GuessedLayout["layout"],
    notes,
  };
}

function splitSample(sample: string): SplitSample | null {
  const begins = sample.trimStart();
  if (begins.startsWith("{") || begins.startsWith("[{") || /^\[\s*\{/.test(begins)) {
    const json = splitJson(sample);
    if (json !== null) return json;
  }
  if (/^<[?!A-Za-z]/.test(begins)) {
    const xml = splitXml(sample);
    if (xml !== null) return xml;
  }
  return splitDelimited(sample) ?? splitFixed(sample);
}

function shapeOf({ kind, delimiter, quotes, element, size }: SplitSample): Partial<LayoutInput> {
  switch (kind) {
    case "delimited":
      return {
        kind,
        ...(delimiter === undefined ? {} : { delimiter }),
        ...(quotes === false ? { quotes } : {}),
        ...(size === null ? {} : { size }),
      };
    case "fixed-position":
      return { kind, ...(size === null ? {} : { size }) };
    case "json":
      return { kind };
    case "xml":
      return { kind, framing: { xml: element ?? "" } };
  }
}

/** Lines that head or rule off what stands below them are no calls. */
function notCalls({ headers, rules }: SplitSample, names: readonly string[]): Partial<LayoutInput> {
  const said = [
    ...headers.map(({ at, text }) => ({ when: [{ field: names[at] ?? "line", equals: text }], because: "header" })),
    ...rules.map((text) => ({ when: [{ field: "line", "begins with": text }], because: "rule" })),
  ];
  return said.length === 0 ? {} : { "not calls": said };
}

function isHeading({ headers }: SplitSample, column: number): boolean {
  return headers.some(({ at }) => at === column);
}

/** A name for each column: its header's, or its number; no two alike. */
function namesOf(columns: readonly SampleColumn[]): string[] {
  const taken = new Set<string>();
  return columns.map(({ header }, at) => {
    const wanted = fieldNameOf(header) ?? `column-${at + 1}`;
    let name = wanted;
    for (let more = 2; taken.has(name); more++) name = `${wanted.slice(0, 26)}-${more}`;
    taken.add(name);
    return name;
  });
}
