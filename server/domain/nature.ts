import { NATURES } from "./sorted.ts";

/** What a call is to the person on the phone, whoever said so. */
export type Character = "private" | "business";

/** A stored code in words, and whether a hand or a rule said it; null where nobody did. */
export interface NatureSeen {
  readonly is: Character;
  readonly by: "rule" | "hand";
}

export function natureSeen(code: number | null): NatureSeen | null {
  switch (code) {
    case NATURES.business:
      return { is: "business", by: "rule" };
    case NATURES.private:
      return { is: "private", by: "rule" };
    case NATURES["business-marked"]:
      return { is: "business", by: "hand" };
    case NATURES["private-marked"]:
      return { is: "private", by: "hand" };
    default:
      return null;
  }
}

/** A code of a later release is taken for a private call: what is hidden by mistake can be shown, and not the other way round. */
export function isPrivate(code: number | null): boolean {
  return code !== null && code !== NATURES.business && code !== NATURES["business-marked"];
}

export const MARKS: Readonly<Record<Character, number>> = {
  business: NATURES["business-marked"],
  private: NATURES["private-marked"],
};

/** Stored codes of each choice of a filter; 0 stands for no word. */
export const NATURE_CHOICES = {
  private: [NATURES.private, NATURES["private-marked"]],
  business: [NATURES.business, NATURES["business-marked"]],
  untold: [0],
} as const satisfies Record<string, readonly number[]>;
export type NatureChoice = keyof typeof NATURE_CHOICES;
