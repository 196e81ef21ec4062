import type { Role } from "../domain/codes.ts";
import type { DecodedLeg, DecodedValue } from "./driver.ts";
import { SeenValues } from "./seen-values.ts";

/**
 * Whom the legs of a call name, each once: in the role that the first leg naming them gives, as `roleOf` sees it. The two
 * sides of one leg may be the same number.
 */
export function joinedParties(
  legs: readonly DecodedLeg[],
  roleOf: (value: DecodedValue, leg: DecodedLeg, place: number) => Role,
): DecodedValue[] {
  const parties: DecodedValue[] = [];
  const before = new SeenValues();
  legs.forEach((leg, place) => {
    const { values } = leg.record;
    for (const value of values) {
      if (before.has(value)) continue;
      const role = roleOf(value, leg, place);
      parties.push(role === value.role ? value : { ...value, role });
    }
    for (const value of values) before.add(value);
  });
  return parties;
}
