import type { Language } from "./words.ts";

type Value = string | number | boolean | bigint | null | undefined;

/** The order of two values of a table: texts as people of the language file them, whatever their case, and 2 before 10. */
export function orderOf(language: Language): (a: Value, b: Value) => number {
  const collator = collators[language];
  return (a, b) => {
    if (typeof a === "string" && typeof b === "string") return collator.compare(a, b);
    if (a === b) return 0;
    return (a ?? 0) > (b ?? 0) ? 1 : -1;
  };
}

const collators = {
  sv: new Intl.Collator("sv", { numeric: true }),
  en: new Intl.Collator("en", { numeric: true }),
};
