import { type Condition, type LayoutDraft, type TimePart, type ValuePart, withPart } from "./layout-draft.ts";

/** What the form lets a column be, in the groups in which it offers it. */
export const GROUPS = {
  time: ["stamp", "date", "clock", "duration", "ring"],
  people: [
    "own",
    "other",
    "calling",
    "called",
    "dialled",
    "caller",
    "redirecting",
    "transferred",
    "calling-name",
    "called-name",
    "calling-ssn",
  ],
  call: ["direction", "outcome", "trunk", "queue", "call-id", "cost"],
} as const;

export const USES = ["none", ...GROUPS.time, ...GROUPS.people, ...GROUPS.call] as const;
export type Use = (typeof USES)[number];

const WORDS = { trunk: "trunk", queue: "queue", "call-id": "call id" } as const;

/** What a field is read for. `more`: for several things, or in a way that only the JSON shows. */
export function meaningOf(draft: LayoutDraft, field: string): Use | "more" {
  const found = usesOf(draft, field);
  const [use] = found.size === 2 && found.has("own") && found.has("extension") ? ["own"] : [...found];
  if (use === undefined) return "none";
  return (found.size === 1 || use === "own") && USES.some((known) => known === use) ? (use as Use) : "more";
}

function usesOf(draft: LayoutDraft, field: string): Set<string> {
  const uses = new Set<string>();
  const add = (use: string, is: boolean) => void (is && uses.add(use));
  for (const part of draft.time ?? []) {
    add("stamp", part.stamp === field);
    add("date", part.date === field);
    add("clock", part.clock === field);
  }
  add("duration", names(draft.duration?.field, field));
  add("ring", names(draft.ring?.field, field));
  add("cost", draft.cost?.field === field);
  add("extension", names(draft["extension"], field));
  for (const [use, key] of Object.entries(WORDS)) add(use, names(draft[key], field));
  add("more", names(draft["part of"], field) || JSON.stringify(draft["legs"] ?? null).includes(JSON.stringify(field)));
  add("direction", isAsked(draft.direction?.rules, field));
  add("outcome", isAsked(draft.disposition?.rules, field));
  for (const value of draft.values ?? []) if (names(value.from, field)) uses.add(meaningOfValue(value, field));
  return uses;
}

function meaningOfValue({ role, class: as = "phone", from }: ValuePart, field: string): string {
  if (from !== field) return "more";
  return as === "phone" ? role : `${role}-${as}`;
}

function isAsked(rules: readonly { readonly when: readonly Condition[] }[] | undefined, field: string): boolean {
  return (rules ?? []).some(({ when }) => when.some((condition) => condition.field === field));
}

/** Whether a place of a layout names a field: alone, in a list, or with conditions. */
function names(given: unknown, field: string): boolean {
  if (given === field) return true;
  if (Array.isArray(given)) return given.some((each) => names(each, field));
  return typeof given === "object" && given !== null && Reflect.get(given, "field") === field;
}

/**
 * The draft in which a field is read for one thing and nothing else. `texts` are what stands in it, to choose a format by; formats
 * that were chosen before stay.
 */
export function withUse(draft: LayoutDraft, field: string, use: Use, texts: readonly string[] = []): LayoutDraft {
  const cleared = withoutUses(draft, field);
  const { duration, ring } = draft;
  switch (use) {
    case "none":
      return cleared;
    case "stamp":
    case "date":
    case "clock":
      return withPart(cleared, "time", [timeWith(draft.time?.[0], cleared.time?.[0], field, use, texts)]);
    case "duration":
      return withPart(cleared, "duration", { format: lengthOf(texts), ...duration, field });
    case "ring":
      return withPart(cleared, "ring", { format: lengthOf(texts), ...ring, field });
    case "direction":
      return withPart(cleared, "direction", { rules: rulesFor(field, texts, wayOf) });
    case "outcome":
      return withPart(cleared, "disposition", { rules: rulesFor(field, texts, outcomeOf), "by duration": true });
    case "cost":
      return withPart(cleared, "cost", { field, format: "amount" });
    case "trunk":
    case "queue":
    case "call-id":
      return withPart(cleared, WORDS[use], field);
    default:
      return withPerson(cleared, field, use);
  }
}

function withPerson(draft: LayoutDraft, field: string, use: Use): LayoutDraft {
  const [role = "", as = "phone"] = use.split("-");
  // Each side of a call is told once: the column that was it before is none of them now.
  const others = (draft.values ?? []).filter(
    (value) => value.role !== role || (value.class ?? "phone") !== as || typeof value.from !== "string",
  );
  const value: ValuePart = { role, ...(as === "phone" ? {} : { class: as }), from: field };
  const named = withPart(draft, "values", [...others, value]);
  return use === "own" ? withPart(named, "extension", field) : named;
}

export function withoutUses(draft: LayoutDraft, field: string): LayoutDraft {
  let left = draft;
  const drop = (key: keyof LayoutDraft & string) => {
    if (names(left[key], field)) left = withPart(left, key, undefined);
  };
  for (const key of ["extension", "part of", ...Object.values(WORDS)]) drop(key);
  for (const key of ["duration", "ring", "cost"] as const) {
    if (names(left[key]?.field, field)) left = withPart(left, key, undefined);
  }
  for (const key of ["direction", "disposition"] as const) {
    const part = left[key];
    if (part === undefined || !isAsked(part.rules, field)) continue;
    const rules = (part.rules ?? []).filter(({ when }) => when.every((condition) => condition.field !== field));
    left = withPart(
      left,
      key,
      key === "direction" ? { ...part, rules, "by sides": rules.length === 0 } : { ...part, rules },
    );
  }
  const time = (left.time ?? [])
    .map((part) => withoutField(part, field))
    .filter(({ stamp, date, clock }) => stamp !== undefined || date !== undefined || clock !== undefined);
  const values = (left.values ?? []).filter((value) => !names(value.from, field));
  left = withPart(left, "time", time.length === 0 ? undefined : time);
  return withPart(left, "values", values.length === 0 ? undefined : values);
}

function withoutField(part: TimePart, field: string): TimePart {
  return Object.fromEntries(
    Object.entries(part).filter(([key, value]) => !(["stamp", "date", "clock"].includes(key) && value === field)),
  ) as unknown as TimePart;
}

function timeWith(
  before: TimePart | undefined,
  left: TimePart | undefined,
  field: string,
  use: "stamp" | "date" | "clock",
  texts: readonly string[],
): TimePart {
  const {
    stamp: _,
    date,
    clock,
    ...rest
  } = { of: "start" as const, format: "", ...before, stamp: undefined, date: left?.date, clock: left?.clock };
  const isOrder = ["dmy", "mdy", "ymd"].includes(rest.format);
  if (use === "stamp")
    return { ...rest, stamp: field, format: before?.stamp === undefined ? dayOrder(texts, true) : rest.format };
  const format = use === "date" && texts.length > 0 ? dayOrder(texts, false) : isOrder ? rest.format : "ymd";
  const parts = { ...(date === undefined ? {} : { date }), ...(clock === undefined ? {} : { clock }), [use]: field };
  return { ...rest, ...parts, format };
}

function dayOrder([text = ""]: readonly string[], withClock: boolean): string {
  if (withClock && /^1\d{9}$/.test(text)) return "epoch";
  if (withClock && /^1\d{12}$/.test(text)) return "epoch-ms";
  if (withClock && (text === "" || /^\d{4}-\d\d-\d\d[T ]/.test(text))) return "iso";
  return /^\d{4}|^\d{6}(?:\D|$)/.test(text) ? "ymd" : "dmy";
}

function lengthOf(texts: readonly string[]): string {
  return texts.length > 0 && texts.every((text) => /[:']/.test(text)) ? "clock" : "seconds";
}

type Meaning = (word: string) => string;

const wayOf: Meaning = (word) =>
  /^int(?:ern|$)|^lo[ck]/i.test(word) ? "internal" : /^[iem]/i.test(word) ? "in" : "out";
const outcomeOf: Meaning = (word) =>
  /^(?:n|m|e|o|u(?!p))/i.test(word)
    ? "no-answer"
    : /^(?:bu|up)/i.test(word)
      ? "busy"
      : /^f/i.test(word)
        ? "failed"
        : "answered";

/** A first reading of the words that stand in a field; who knows the system puts it right. */
function rulesFor(field: string, texts: readonly string[], meaning: Meaning) {
  const words = [...new Set(texts)].filter((text) => text.length <= 30).slice(0, 8);
  const known = words.length > 0 ? words : meaning === wayOf ? ["in", "out"] : ["answered", "no answer"];
  return [...Map.groupBy(known, meaning)].map(([is, equals]) => ({
    when: [{ field, equals: equals.length === 1 ? (equals[0] ?? "") : equals }],
    is,
  }));
}
