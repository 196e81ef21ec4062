import type { Role } from "../domain/codes.ts";
import type { DecodedLeg, DecodedValue } from "./driver.ts";

/**
 * Whom the legs of a call name, each once: in the role that the first leg naming them gives, as `roleOf` sees it. The two
 * sides of one leg may be the same number.
 */
export function joinedParties(
  legs: readonly DecodedLeg[],
  roleOf: (value: DecodedValue, leg: DecodedLeg, place: number) => Role,
): DecodedValue[] {
  const parties: DecodedValue[] = [];
  const known = new Set<string>();
  legs.forEach((leg, place) => {
    const fresh = leg.record.values.filter((value) => !known.has(keyOf(value)));
    for (const value of fresh) {
      parties.push({ ...value, role: roleOf(value, leg, place) });
      known.add(keyOf(value));
    }
  });
  return parties;
}

function keyOf(value: DecodedValue): string {
  return `${value.class} ${value.text}`;
}
