import { UsageError } from "./command.ts";

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
