/** What a draft may hold; the server decides whether it is a layout. What this form does not know stays as it was written. */
export interface LayoutDraft {
  readonly kind: Kind;
  readonly framing?: unknown;
  readonly charset?: string;
  readonly delimiter?: string;
  readonly quotes?: boolean;
  readonly header?: boolean;
  readonly size?: { readonly from: number; readonly to: number };
  readonly fields: Readonly<Record<string, Place>>;
  readonly "not calls"?: readonly SkipRule[];
  readonly time?: readonly TimePart[];
  readonly duration?: LengthPart;
  readonly ring?: LengthPart;
  readonly direction?: WordsPart & { readonly "by sides"?: boolean };
  readonly disposition?: WordsPart & { readonly "by duration"?: boolean };
  readonly values?: readonly ValuePart[];
  readonly cost?: { readonly field: string; readonly format: string };
  readonly [more: string]: unknown;
}

export const KINDS = ["delimited", "fixed-position", "json", "xml"] as const;
export type Kind = (typeof KINDS)[number];
export type Place = number | string | readonly number[];

export interface Condition {
  readonly field: string;
  readonly equals?: string | readonly string[];
  readonly [more: string]: unknown;
}
export interface SkipRule {
  readonly when: readonly Condition[];
  readonly because: string;
}
export interface TimePart {
  readonly of: "start" | "end";
  readonly stamp?: string;
  readonly date?: string;
  readonly clock?: string;
  readonly format: string;
  readonly zone?: "site" | "utc";
  readonly [more: string]: unknown;
}
export interface LengthPart {
  readonly field: unknown;
  readonly format: string;
  readonly blank?: "zero";
  readonly [more: string]: unknown;
}
export interface WordsPart {
  readonly rules?: readonly WordRule[];
  readonly otherwise?: string;
}
export interface WordRule {
  readonly when: readonly Condition[];
  readonly is: string;
}
export interface ValuePart {
  readonly role: string;
  readonly class?: string;
  readonly from: unknown;
  readonly [more: string]: unknown;
}

/** A layout to begin with, before anything is known of the system. */
export const BLANK: LayoutDraft = {
  kind: "delimited",
  delimiter: "semicolon",
  fields: {},
  direction: { "by sides": true },
  disposition: { "by duration": true },
};

/** What stands in a text, when the form can show it; null for what is no JSON or no layout by far. */
export function readDraft(text: string): LayoutDraft | null {
  try {
    const given: unknown = JSON.parse(text);
    return isDraft(given) ? given : null;
  } catch {
    return null;
  }
}

export function writeDraft(draft: LayoutDraft): string {
  return JSON.stringify(draft, null, 2);
}

function isDraft(given: unknown): given is LayoutDraft {
  if (!isObject(given) || !KINDS.some((kind) => kind === given["kind"]) || !isObject(given["fields"])) return false;
  const { time, values, direction, disposition, duration, ring, size } = given;
  return (
    Object.values(given["fields"]).every(isPlace) &&
    isListOf(given["not calls"], isRule) &&
    isListOf(time, (part) => isObject(part) && typeof part["of"] === "string") &&
    isListOf(values, (part) => isObject(part) && typeof part["role"] === "string") &&
    [direction, disposition].every(
      (part) => part === undefined || (isObject(part) && isListOf(part["rules"], isRule)),
    ) &&
    [duration, ring].every((part) => part === undefined || (isObject(part) && typeof part["format"] === "string")) &&
    (size === undefined || (isObject(size) && typeof size["from"] === "number" && typeof size["to"] === "number"))
  );
}

function isPlace(place: unknown): boolean {
  return typeof place === "number" || typeof place === "string" || isListOf(place, (each) => typeof each === "number");
}

function isRule(rule: unknown): boolean {
  return (
    isObject(rule) &&
    Array.isArray(rule["when"]) &&
    rule["when"].every((one) => isObject(one) && typeof one["field"] === "string")
  );
}

function isListOf(list: unknown, test: (each: unknown) => boolean): boolean {
  return list === undefined || (Array.isArray(list) && list.every(test));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a layout cannot do without; the page says it in words before the server refuses it in its own. */
export type Missing = "fields" | "element" | "time" | "duration" | "people";

export function missingIn(draft: LayoutDraft): Missing[] {
  const { time = [], duration, values = [], kind, fields } = draft;
  const [first] = time;
  const isTimed =
    first !== undefined && (first.stamp !== undefined || (first.date !== undefined && first.clock !== undefined));
  const missing: readonly [Missing, boolean][] = [
    ["fields", Object.keys(fields).length === 0],
    ["element", kind === "xml" && elementOf(draft) === ""],
    ["time", !isTimed],
    ["duration", duration === undefined],
    ["people", values.length === 0],
  ];
  return missing.flatMap(([what, is]) => (is ? [what] : []));
}

/** The element that is one call. */
export function elementOf({ framing }: LayoutDraft): string {
  return isObject(framing) && typeof framing["xml"] === "string" ? framing["xml"] : "";
}

/** The draft with something in the place of what is missing, so that its fields can be shown already. */
export function forPreview(draft: LayoutDraft): LayoutDraft {
  const [field] = Object.keys(draft.fields);
  if (field === undefined) return draft;
  const missing = missingIn(draft);
  return {
    ...draft,
    ...(missing.includes("time") ? { time: [{ of: "start", stamp: field, format: "iso" }] } : {}),
    ...(missing.includes("duration") ? { duration: { field, format: "seconds" } } : {}),
    ...(missing.includes("people") ? { values: [{ role: "calling", from: field }] } : {}),
  };
}

/** The draft without a key, or with another value of it. */
export function withPart<K extends keyof LayoutDraft & string>(
  draft: LayoutDraft,
  key: K,
  value: LayoutDraft[K],
): LayoutDraft {
  if (value === undefined) {
    const { [key]: _, ...rest } = draft;
    return rest as LayoutDraft;
  }
  return { ...draft, [key]: value };
}
