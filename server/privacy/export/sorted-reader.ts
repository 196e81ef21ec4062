import { nameOf } from "../../domain/codes.ts";
import { isPrivate, natureSeen } from "../../domain/nature.ts";
import { SHIELD_CATEGORIES } from "../../domain/shield/categories.ts";
import type { Sight } from "../../domain/sight.ts";
import { readSorted } from "../../store/index.ts";
import { thresholdsOf } from "../seek/see-hit.ts";

/** What the facts of a row are in words; "" where there is nothing to tell. */
export interface SortedTexts {
  /** The thresholds it lies below, e.g. "duration cost". */
  readonly keptApart: string;
  readonly nature: string;
  readonly category: string;
  /** Whether people outside are seen as in private calls. */
  readonly guarded: boolean;
}

/** Few combinations come millions of times: each is read once. A threshold about the cost is not named to whom costs are not shown. */
export function sortedReader(sight: Sight): (bits: number) => SortedTexts {
  const known = new Map<number, SortedTexts>();
  return (bits) => {
    let texts = known.get(bits);
    if (texts === undefined) {
      texts = read(bits, sight);
      known.set(bits, texts);
    }
    return texts;
  };
}

function read(bits: number, sight: Sight): SortedTexts {
  const { apart, nature, category } = readSorted(bits);
  const thresholds = thresholdsOf(apart).filter((one) => one !== "cost" || sight.cost === "shown");
  return {
    keptApart: apart === 0 ? "" : thresholds.join(" ") || "yes",
    nature: natureSeen(nature)?.is ?? "",
    category: category === 0 ? "" : (nameOf(SHIELD_CATEGORIES, category) ?? "other"),
    guarded: nature !== 0 && isPrivate(nature),
  };
}
