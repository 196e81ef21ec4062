import type { en } from "./messages/en.ts";

export type Language = "sv" | "en";
export const LANGUAGES: readonly Language[] = ["sv", "en"];

/** A text, or one text per plural form of the language (both have two: "one" and "other"). */
export type Message = string | { readonly one: string; readonly other: string };
/** The same keys in another language, each of the same kind. */
export type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : { readonly one: string; readonly other: string };
};

export type MessageKey = keyof typeof en;
export type Catalogue = Translation<typeof en>;

type Placeholder<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;
type TextOf<K extends MessageKey> = (typeof en)[K] extends { readonly other: infer Text } ? Text : (typeof en)[K];
type Fill<K extends MessageKey> = [Placeholder<TextOf<K>>] extends [never]
  ? []
  : [values: Record<Placeholder<TextOf<K>>, string | number>];

export interface Words {
  readonly language: Language;
  /** The text of a key, its `{placeholders}` filled; numbers are written as the language writes them. */
  t<K extends MessageKey>(key: K, ...fill: Fill<K>): string;
  /** The text of a key that the server named; null for one this portal does not know yet. Keys without placeholders only. */
  known(key: string): string | null;
  number(value: number): string;
}

/** The words of one language. A message with plural forms chooses by its `count`. */
export function wordsOf(language: Language, catalogue: Catalogue): Words {
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language === "sv" ? "sv-SE" : "en-GB");
  const write = (value: string | number) => (typeof value === "number" ? numbers.format(value) : value);
  return {
    language,
    number: (value) => numbers.format(value),
    known: (key) => knownText(catalogue, key),
    t(key, ...fill) {
      const values: Record<string, string | number> = fill[0] ?? {};
      const message: Message = catalogue[key];
      const text = typeof message === "string" ? message : formOf(message, plural, values["count"]);
      return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
        values[name] === undefined ? whole : write(values[name]),
      );
    },
  };
}

function knownText(catalogue: Catalogue, key: string): string | null {
  // Fifty rows ask some hundred keys: walking through the catalogue for each was most of drawing them.
  const text: unknown = Object.hasOwn(catalogue, key) ? Reflect.get(catalogue, key) : null;
  return typeof text === "string" ? text : null;
}

function formOf(
  message: { readonly one: string; readonly other: string },
  plural: Intl.PluralRules,
  count: unknown,
): string {
  return typeof count === "number" && plural.select(count) === "one" ? message.one : message.other;
}
