import { required, UsageError } from "./command.ts";

/** What parseArgs read of a command with several words, each of which needs other options. */
export type Values = Readonly<Record<string, string | boolean | string[] | undefined>>;

/** The value of an option that this word cannot do without. */
export function needed(values: Values, name: string): string {
  const value = values[name];
  return required(typeof value === "string" ? value : undefined, name);
}

/** `--source ID`. */
export function sourceOf(values: Values): number {
  const source = Number(needed(values, "source"));
  if (!Number.isInteger(source) || source < 1)
    throw new UsageError("--source is the number that gallra source list shows.");
  return source;
}

/** `--from DAY [--to DAY]`, both included. */
export function periodOf(values: Values): { readonly from: string; readonly to: string } {
  const from = needed(values, "from");
  return { from, to: typeof values["to"] === "string" ? values["to"] : from };
}

/** `--driver ID [--option K=V]... [--layout ID:VERSION]`: how something is read again. */
export function readingOf(values: Values) {
  const { option, layout } = values;
  const by = { driver: needed(values, "driver"), driverOptions: readPairs(Array.isArray(option) ? option : undefined) };
  if (layout === undefined) return by;
  const [, id, version] = /^(\d{1,9}):(\d{1,9})$/.exec(String(layout)) ?? [];
  if (id === undefined || version === undefined) throw new UsageError("--layout is written ID:VERSION.");
  return { ...by, layout: { id: Number(id), version: Number(version) } };
}

/** A whole number, e.g. of digits; null when the option is not given. */
export function readCount(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UsageError(`--${option} is a whole number.`);
  return Number(text);
}

/** `--option K=V`, any number of them. */
export function readPairs(texts: readonly string[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (texts ?? []).map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError("--option is written K=V.");
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
