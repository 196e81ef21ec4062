import { withoutNumbers } from "../../domain/free-text.ts";

const MOST_NAMES = 50;

/** The systems that hold it themselves, without a number that somebody gave one as its name: a certificate contains none. */
export function systemNames(sources: readonly { readonly name: string }[], at: Date): string[] {
  return sources.slice(0, MOST_NAMES).map((source) => withoutNumbers(source.name, at));
}
