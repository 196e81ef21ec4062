import { bytes } from "../../_ui/bytes.ts";
import type { Words } from "../../_ui/words.ts";

type Detail = Readonly<Record<string, unknown>>;

/** What happened, in words; an action of a later release is named by its code. */
export function whatHappened(action: string, words: Words): string {
  return words.known(`audit.action.${action}`) ?? action;
}

/** Who did it: a person by name, and the product's own parts in words. */
export function whoDid(entry: { readonly actor: string; readonly byPerson: boolean }, words: Words): string {
  return (entry.byPerson ? null : words.known(`audit.actor.${entry.actor}`)) ?? entry.actor;
}

/** The counts of an entry as a few words for its row, e.g. "37 calls". */
export function countsOf(detail: Detail, words: Words): string {
  return COUNTS.flatMap((name) => {
    const count = detail[name];
    // What did not happen is not told in a row; the details have it.
    return typeof count === "number" && count > 0 ? [words.t(`audit.count.${name}`, { count })] : [];
  }).join(", ");
}

export interface DetailFact {
  readonly name: string;
  readonly value: string;
}

/** Everything an entry holds, in words where there are words and as it was written where there are none. */
export function factsOf(detail: Detail, words: Words): DetailFact[] {
  return Object.entries(detail)
    .filter(([name, value]) => name !== "via" && value !== null)
    .map(([name, value]) => {
      const count = COUNTS.find((known) => known === name);
      if (count !== undefined && typeof value === "number")
        return { name: words.t("audit.detail.count"), value: words.t(`audit.count.${count}`, { count: value }) };
      return { name: words.known(`audit.detail.${name}`) ?? name, value: wordFor(name, value, words) };
    });
}

function wordFor(name: string, value: unknown, words: Words): string {
  if (name === "bytes" && typeof value === "number") return bytes(value, words);
  if (typeof value === "number") return words.number(value);
  if (typeof value === "boolean") return words.t(value ? "audit.detail.yes" : "audit.detail.no");
  if (typeof value !== "string") return JSON.stringify(value) ?? "";
  const family = FAMILIES[name];
  return (family === undefined ? null : words.known(`${family}.${value}`)) ?? value;
}

/** Which of the portal's words say the codes of a detail. */
const FAMILIES: Readonly<Record<string, string>> = {
  class: "class",
  product: "product",
  role: "role",
  profile: "profile",
  base: "profile",
  format: "export.format",
  group: "audit.filter",
  type: "class",
  reading: "reason",
  page: "audit.page",
  outcome: "audit.outcome",
};

const COUNTS = [
  "calls",
  "records",
  "rows",
  "shown",
  "duplicates",
  "undefinedLines",
  "slices",
  "subjects",
  "files",
  "frames",
  "days",
  "keptDays",
  "hours",
] as const;
