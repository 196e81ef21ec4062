import { z } from "zod";
import type { PartyClass } from "./codes.ts";
import { displayNumber, hideAll, hideLast, MASK, spacedDay } from "./mask.ts";
import { readSsn } from "./ssn.ts";

/** What a profile decides field by field (IDN-05, IDN-06). `private`: outside people in calls that are private. */
export const FIELDS = ["phone", "ssn", "ssn_truncated", "name", "extension", "cost", "private"] as const;
export type Field = (typeof FIELDS)[number];

export const SEEN = ["shown", "masked", "hidden"] as const;
export type Seen = (typeof SEEN)[number];

/** How somebody sees each field, and how many of its last digits a masked value hides. */
export type Sight = Readonly<Record<Field, Seen>> & { readonly maskDigits: number | "all" };

const seen = z.enum(SEEN);
/** A sight as it comes from outside or stands in the database. */
export const SightInput = z.strictObject({
  phone: seen,
  ssn: seen,
  ssn_truncated: seen,
  name: seen,
  extension: seen,
  cost: seen,
  private: seen,
  maskDigits: z.union([z.literal("all"), z.int().min(1).max(15)]),
}) satisfies z.ZodType<Sight>;

/** What cannot be understood shows nothing. */
export const BLIND: Sight = {
  phone: "hidden",
  ssn: "hidden",
  ssn_truncated: "hidden",
  name: "hidden",
  extension: "hidden",
  cost: "hidden",
  private: "hidden",
  maskDigits: "all",
};

export function readSight(stored: unknown): Sight {
  const parsed = SightInput.safeParse(stored);
  return parsed.success ? parsed.data : BLIND;
}

/** Nobody sees fewer than these hidden of a personal identity number that is masked: they are what makes it secret. */
export const LAST_FOUR = 4;

/** "display" is grouped for people, "exact" is the canonical form for files that machines read; masked is masked in both. */
export type Form = "display" | "exact";

/**
 * The one place that masks: screens, search, exports, audit, previews, the command line and the API all say a value through
 * it. `canonical` is null where the value is gone. Hidden and gone give ""; `seenAs` tells them apart.
 */
export function showValue(sight: Sight, cls: Field, canonical: string | null, form: Form = "display"): string {
  if (canonical === null) return "";
  switch (seenAs(sight, cls, canonical)) {
    case "hidden":
      return "";
    case "masked":
      return masked(sight, cls, canonical);
    case "shown":
      return form === "exact" || !isParty(cls) ? canonical : displayNumber(canonical, cls);
  }
}

/** How this value is seen: a personal identity number that somebody keyed into a telephone is seen no better than others. */
export function seenAs(sight: Sight, cls: Field, canonical: string | null = null): Seen {
  const own = sight[cls];
  if (cls === "ssn") return stricter(own, sight.ssn_truncated === "hidden" ? "masked" : own);
  return cls === "phone" && canonical !== null && holdsSsn(canonical) ? stricter(own, sight.ssn) : own;
}

/** Whether a value can be revealed at all: what is masked can, what is hidden cannot, nor a number whose day is hidden. */
export function mayReveal(sight: Sight, cls: Field, canonical: string | null = null): boolean {
  return seenAs(sight, cls, canonical) !== "hidden" && !(cls === "ssn" && sight.ssn_truncated === "hidden");
}

/** The same sight where the company's rule masks a class: whoever was shown it sees it masked, and nobody sees more. */
export function maskedIn(sight: Sight, cls: PartyClass, byRule: boolean): Sight {
  return byRule ? { ...sight, [cls]: stricter(sight[cls], "masked") } : sight;
}

/** The same sight in one call: who is outside in a private call is seen no better than the field of private calls says. */
export function sightOfCall(sight: Sight, isPrivate: boolean): Sight {
  if (!isPrivate || sight.private === "shown") return sight;
  const { private: own, phone, ssn, ssn_truncated, name } = sight;
  return {
    ...sight,
    phone: stricter(phone, own),
    ssn: stricter(ssn, own),
    ssn_truncated: stricter(ssn_truncated, own),
    name: stricter(name, own),
  };
}

/** A sight of files: numbers of private calls are shown one by one, with a purpose, and never many at once. */
export function sightInBulk(sight: Sight): Sight {
  return { ...sight, private: stricter(sight.private, "masked") };
}

const RANK: Readonly<Record<Seen, number>> = { shown: 0, masked: 1, hidden: 2 };

export function stricter(a: Seen, b: Seen): Seen {
  return RANK[a] >= RANK[b] ? a : b;
}

/** Whether `sight` shows nothing of any field that not one of the `limits` shows as well: how many digits, each limit says itself. */
export function seesNoMoreThan(sight: Sight, ...limits: readonly Sight[]): boolean {
  return FIELDS.every((field) =>
    limits.some((limit) => {
      if (RANK[sight[field]] < RANK[limit[field]]) return false;
      return sight[field] !== "masked" || limit[field] !== "masked" || digits(sight) >= digits(limit);
    }),
  );
}

/** The stricter of two in every field, e.g. for the other people of a call in somebody's export. */
export function strictest(a: Sight, b: Sight): Sight {
  const fields = FIELDS.map((field) => [field, stricter(a[field], b[field])] as const);
  const seen = Object.fromEntries(fields) as Record<Field, Seen>;
  return { ...seen, maskDigits: digits(a) >= digits(b) ? a.maskDigits : b.maskDigits };
}

/** The more open of two in every field. */
export function loosest(a: Sight, b: Sight): Sight {
  const fields = FIELDS.map((field) => [field, RANK[a[field]] <= RANK[b[field]] ? a[field] : b[field]] as const);
  const seen = Object.fromEntries(fields) as Record<Field, Seen>;
  return { ...seen, maskDigits: digits(a) <= digits(b) ? a.maskDigits : b.maskDigits };
}

function digits({ maskDigits }: Sight): number {
  return maskDigits === "all" ? Number.POSITIVE_INFINITY : maskDigits;
}

function masked(sight: Sight, cls: Field, value: string): string {
  const count = digits(sight);
  switch (cls) {
    case "phone":
      return maskedPhone(sight, value);
    case "ssn":
      return maskedSsn(sight, value);
    case "ssn_truncated":
      return hideLast(spacedDay(value), count);
    case "name":
      return `${masksAll(sight) ? "" : ([...value][0] ?? "")}${MASK.repeat(4)}`;
    case "extension":
      return masksAll(sight) ? MASK.repeat(4) : hideLast(value, count);
    case "cost":
    case "private":
      return MASK.repeat(4);
  }
}

function maskedPhone(sight: Sight, value: string): string {
  if (masksAll(sight)) return MASK.repeat(8);
  const keyed = holdsSsn(value);
  if (keyed && sight.ssn_truncated !== "shown") return hideAll(value);
  return hideLast(displayNumber(value, "phone"), keyed ? Math.max(LAST_FOUR, digits(sight)) : digits(sight));
}

/** The day in a masked number shows no more than the field of the day does by itself. */
function maskedSsn(sight: Sight, value: string): string {
  const hidden = Math.max(LAST_FOUR, digits(sight));
  if (!/^\d{8}/.test(value)) return sight.ssn_truncated === "shown" ? hideLast(value, hidden) : hideAll(value);
  const day = hideLast(spacedDay(value), hidden - LAST_FOUR);
  const own = sight.ssn_truncated;
  const shown = own === "shown" ? day : own === "hidden" ? hideAll(day) : hideLast(spacedDay(value), digits(sight));
  return `${shown}-${MASK.repeat(LAST_FOUR)}`;
}

function masksAll({ maskDigits }: Sight): boolean {
  return maskDigits === "all";
}

function isParty(cls: Field): cls is PartyClass {
  return cls === "phone" || cls === "ssn" || cls === "ssn_truncated" || cls === "name";
}

/** Dialled digits with neither country nor trunk prefix that are a personal identity number with the right check digit. */
export function holdsSsn(value: string): boolean {
  if (!/^[1-9]\d{9}(\d{2})?$/.test(value)) return false;
  const read = readSsn(value, FAR);
  return read?.valid === true && read.kind !== "truncated";
}

/** Any century will do: it is not asked whose number it is. */
const FAR = new Date("2100-01-01T00:00:00Z");
