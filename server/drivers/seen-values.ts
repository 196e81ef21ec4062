import { DATA_CLASSES, partyBit } from "../domain/codes.ts";
import type { DecodedValue } from "./driver.ts";

/** Which values the legs of a call named so far; a bit for each role and class, since a key written out costs more than all else. */
export class SeenValues {
  readonly #marks = new Map<string, number>();

  /** Whether the text was named as this class, in whatever role. */
  has({ text, class: as }: DecodedValue): boolean {
    return ((this.#marks.get(text) ?? 0) & classBit(as)) !== 0;
  }

  add({ text, class: as }: DecodedValue): void {
    this.#marks.set(text, (this.#marks.get(text) ?? 0) | classBit(as));
  }

  /** Answers whether the text was not named as this class in this role before. */
  addWithRole({ text, class: as, role }: DecodedValue): boolean {
    const marks = this.#marks.get(text) ?? 0;
    const bit = partyBit(role, as);
    if ((marks & bit) !== 0) return false;
    this.#marks.set(text, marks | bit);
    return true;
  }
}

/** Above the bits of `partyBit`. */
function classBit(as: DecodedValue["class"]): number {
  return 1 << (23 + DATA_CLASSES[as]);
}
