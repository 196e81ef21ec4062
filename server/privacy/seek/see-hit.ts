import { maskedIn, type Sight, seenAs, showValue } from "../../domain/sight.ts";
import type { Hit } from "../hit.ts";
import type { ClearHit, ClearParty } from "./describe-hits.ts";

/** Whether a rule of the company masks a value of this call to everybody. */
export type ByRule = (product: ClearHit["product"], cls: ClearParty["class"], startedAt: Date) => boolean;

/** A hit as one profile sees it, and as the rules let anybody see it. Everything personal in it goes through `showValue`. */
export function seeHit(
  sight: Sight,
  { own, others, ...hit }: ClearHit,
  byRule: ByRule = () => false,
  seesRestricted = false,
): Hit {
  const extension = hit.extension === null ? null : showValue(sight, "extension", hit.extension);
  const see = ({ role, class: cls, canonical, erasedOn, restricted }: ClearParty) => ({
    role,
    class: cls,
    ...(restricted && !seesRestricted
      ? { number: "", seen: "hidden" as const }
      : seeValue(maskedIn(sight, cls, byRule(hit.product, cls, hit.date)), cls, canonical)),
    erasedOn,
    restricted,
  });
  const { number, seen } = see(own);
  return { ...hit, extension, note: noteOf(hit, extension), number, seen, otherParties: others.map(see) };
}

function seeValue(sight: Sight, cls: ClearParty["class"], canonical: string | null) {
  return { number: showValue(sight, cls, canonical), seen: seenAs(sight, cls, canonical) };
}

function noteOf({ queue, ringSeconds }: Pick<ClearHit, "queue" | "ringSeconds">, extension: string | null) {
  const parts: string[] = [];
  if (extension !== null && extension !== "") parts.push(`extension=${extension}`);
  if (queue !== null) parts.push(`queue=${queue}`);
  if (queue !== null && ringSeconds !== null)
    parts.push(`waited ${Math.floor(ringSeconds / 60)}:${String(ringSeconds % 60).padStart(2, "0")}`);
  return parts.join(", ");
}
