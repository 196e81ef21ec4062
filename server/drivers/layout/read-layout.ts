import { AppError } from "../../domain/app-error.ts";
import { type Layout, LayoutSchema, type Source, type Sources, type When } from "./schema.ts";

/** A layout is small: it is kept with its source, and read at every start. */
export const LAYOUT_LIMIT = 32_768;

/** Reads a layout from its JSON text; throws AppError "bad-input" that names the place and says what stands there. */
export function readLayout(text: string): Layout {
  if (text.length > LAYOUT_LIMIT) throw bad(`is longer than ${LAYOUT_LIMIT} characters: leave out what is not needed`);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw bad("is no JSON: mind commas, quotes and brackets", error);
  }
  return checkLayout(given);
}

/** The same for a layout that is an object already. */
export function checkLayout(given: unknown): Layout {
  const read = LayoutSchema.safeParse(given);
  if (!read.success) {
    const [first] = read.error.issues;
    const unknown =
      first?.code === "unrecognized_keys" ? `does not know ${first.keys.slice(0, 3).map(word).join(", ")}` : null;
    throw bad(`${place(first?.path ?? [])}${unknown ?? plainly(first?.message ?? "cannot be read")}`);
  }
  const problem = kindProblem(read.data) ?? timeProblem(read.data) ?? unknownField(read.data);
  if (problem !== null) throw bad(problem);
  return read.data;
}

function bad(what: string, cause?: unknown): AppError {
  return new AppError("bad-input", `The layout: ${what}.`, { cause });
}

function place(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "";
  return `${path.map((step) => (typeof step === "number" ? String(step + 1) : word(step))).join(" > ")}: `;
}

/** What zod says by itself, in the words of the rest. */
function plainly(message: string): string {
  const expected = /^Invalid input: expected (\w+), received (\w+)$/.exec(message);
  if (expected === null) return message;
  return expected[2] === "undefined" ? "is missing" : `is a ${expected[1]}, not a ${expected[2]}`;
}

/** A key is the writer's own word: it is said again only when it cannot be a number or a name with one. */
function word(key: PropertyKey): string {
  const text = String(key);
  return /^[A-Za-z][A-Za-z -]{0,30}\d{0,3}$/.test(text) ? text : "one of its names";
}

/** Where a field stands is written as its kind of layout does it. */
function kindProblem(layout: Layout): string | null {
  const { kind, framing, header } = layout;
  for (const [name, at] of Object.entries(layout.fields)) {
    if (name === "line")
      return "fields > line: is the name of the whole record in conditions; call this field otherwise";
    if (kind === "fixed-position" && !Array.isArray(at))
      return `fields > ${name}: is [first, last] column, counted from 1`;
    if (kind === "delimited" && Array.isArray(at)) return `fields > ${name}: is a column's number, or its header`;
    if (kind === "delimited" && typeof at === "string" && !header)
      return `fields > ${name}: names a header; write "header": true, or the column's number`;
    if ((kind === "json" || kind === "xml") && typeof at !== "string") return `fields > ${name}: is a path`;
  }
  if (header && !Object.values(layout.fields).some((at) => typeof at === "string"))
    return 'header: is for columns that are named by their headers; with numbers, name the header line in "not calls"';
  if (kind === "xml" && !(typeof framing === "object" && "xml" in framing))
    return 'framing: is { "xml": "element" }, with the element that is one call';
  if (kind === "json" && framing !== undefined && framing !== "json" && framing !== "line" && framing !== "nul")
    return 'framing: of json is "json", "line" or "nul"';
  if (kind !== "xml" && kind !== "json" && typeof framing === "object" && "xml" in framing)
    return "framing: an XML element is for the kind xml";
  if (layout["continues with"] !== undefined && (kind !== "fixed-position" || (framing ?? "line") !== "line"))
    return "continues with: is for lines of the kind fixed-position";
  if (framing === "quoted-line" && !(kind === "delimited" && layout.quotes))
    return "framing: quoted-line is for the kind delimited, with quotes";
  if (layout.size !== undefined && layout.size.from > layout.size.to) return "size: from is more than to";
  return null;
}

function timeProblem({ time, once }: Layout): string | null {
  for (const [at, { stamp, date, clock, format }] of time.entries()) {
    const where = `time > ${at + 1}`;
    if ((stamp === undefined) === (date === undefined || clock === undefined))
      return `${where}: has either "stamp", or "date" and "clock"`;
    if (stamp === undefined && !isOrder(format)) return `${where} > format: of a date is dmy, mdy or ymd`;
    if (date === "said once" && once.length === 0) return `${where} > date: nothing in "once" says a date`;
  }
  return null;
}

function isOrder(format: string): boolean {
  return format === "dmy" || format === "mdy" || format === "ymd";
}

function unknownField(layout: Layout): string | null {
  for (const [where, names] of usesOf(layout))
    for (const name of names)
      if (name !== "line" && layout.fields[name] === undefined)
        return `${where}: there is no field ${name}; name it under "fields"`;
  return null;
}

/** Every fact of a layout and the fields it is read from, conditions too. `line` is the whole frame. */
export function usesOf(layout: Layout): [string, string[]][] {
  const uses: [string, string[]][] = [];
  const add = (where: string, ...names: readonly (string | undefined)[]): void => {
    const known = names.filter((name) => name !== undefined && name !== "said once") as string[];
    if (known.length > 0) uses.push([where, known]);
  };
  for (const rule of layout["not calls"]) add("not calls", ...inWhen(rule.when));
  for (const rule of layout.once) add("once", rule.date, ...inWhen(rule.when));
  for (const time of layout.time) add("time", time.stamp, time.date, time.clock, ...inWhen(time.when));
  add("duration", ...inSources(layout.duration.field), ...inWhen(layout.duration["zero when"]));
  add("ring", ...inSources(layout.ring?.field));
  add("cost", layout.cost?.field);
  for (const fact of ["direction", "disposition"] as const)
    for (const rule of layout[fact]?.rules ?? []) add(fact, ...inWhen(rule.when));
  for (const fact of ["extension", "trunk", "queue", "call id", "part of"] as const)
    add(fact, ...inSources(layout[fact]));
  if (layout.legs !== undefined) {
    const { call, part, when, first, last } = layout.legs;
    add("legs", ...inSources(call), ...inSources(part), ...[when, first, last].flatMap(inWhen));
  }
  for (const value of layout.values) add(`${value.role} ${value.class}`, ...inSources(value.from));
  return uses;
}

function inWhen(when: When | undefined): string[] {
  return (when ?? []).map((condition) => condition.field);
}

function inSources(given: Sources | Source | undefined): string[] {
  return listOf(given).flatMap((source) =>
    typeof source === "string" ? [source] : [source.field, ...inWhen(source.when)],
  );
}

export function listOf(given: Sources | Source | undefined): readonly Source[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}
