import { holdsNeedle, type Needle } from "#server/privacy/re-search/needle.ts";
import type { Person } from "./people.ts";

/** The re-search tells a telephone number by so many digits at its end. */
const TOLD_BY = 8;

/**
 * How many of these texts hold the number of one of these people, by the question of the re-search, asked only about those
 * whose last digits stand there at all: of ten thousand people in ten thousand texts nobody could ask it about everybody.
 */
export function namesSomebody(texts: readonly string[], all: readonly Person[]): number {
  const needles = new Map<string, Needle[]>();
  for (const { canonical } of all) {
    const end = lastDigits(canonical);
    needles.set(end, [...(needles.get(end) ?? []), { class: "phone", canonical }]);
  }
  const everybody = [...needles.values()].flat();
  return texts.filter((text) => {
    const bytes = Buffer.from(text, "latin1");
    // Spaces of addresses hold digits of their own.
    return holdsNeedle(bytes, text.includes("%20") ? everybody : askedAbout(text, needles));
  }).length;
}

/** More than can be in it: whatever stands between two digits is passed over, however long it is. */
function askedAbout(text: string, needles: ReadonlyMap<string, readonly Needle[]>): Needle[] {
  const digits = text.replaceAll(/[^0-9A-Za-z]/g, "");
  const asked = new Set<Needle>();
  for (let at = 0; at + TOLD_BY <= digits.length; at++)
    for (const needle of needles.get(digits.slice(at, at + TOLD_BY)) ?? []) asked.add(needle);
  return [...asked];
}

function lastDigits(canonical: string): string {
  return canonical.replaceAll(/[^0-9]/g, "").slice(-TOLD_BY);
}
