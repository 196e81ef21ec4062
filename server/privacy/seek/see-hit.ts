import { nameOf } from "../../domain/codes.ts";
import { isPrivate, natureSeen } from "../../domain/nature.ts";
import { SHIELD_CATEGORIES } from "../../domain/shield/categories.ts";
import { maskedIn, type Sight, seenAs, showValue, sightOfCall } from "../../domain/sight.ts";
import { type Sorted, THRESHOLDS, type Threshold } from "../../domain/sorted.ts";
import type { Hit } from "../hit.ts";
import type { ClearHit, ClearParty } from "./describe-hits.ts";

/** Whether a rule of the company masks a value of this call to everybody. */
export type ByRule = (product: ClearHit["product"], cls: ClearParty["class"], startedAt: Date) => boolean;

/** A hit as one profile sees it, and as the rules let anybody see it. Everything personal in it goes through `showValue`. */
export function seeHit(
  whole: Sight,
  { own, others, sorted, ...hit }: ClearHit,
  byRule: ByRule = () => false,
  seesRestricted = false,
): Hit {
  const sight = sightOfCall(whole, isPrivate(sorted.nature));
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
  const facts = seeSorted(sight, sorted);
  return { ...hit, ...facts, extension, note: noteOf(hit, extension), number, seen, otherParties: others.map(see) };
}

function seeValue(sight: Sight, cls: ClearParty["class"], canonical: string | null) {
  return { number: showValue(sight, cls, canonical), seen: seenAs(sight, cls, canonical) };
}

function seeSorted(sight: Sight, { apart, nature, category, costCents }: Sorted) {
  return {
    apart: apart === null ? null : thresholdsOf(apart).filter((one) => one !== "cost" || sight.cost === "shown"),
    nature: natureSeen(nature),
    category: category === null ? null : (nameOf(SHIELD_CATEGORIES, category) ?? "other"),
    cost: costCents === null ? "" : showValue(sight, "cost", costText(costCents)),
    costSeen: costCents === null ? null : seenAs(sight, "cost"),
  };
}

/** The words of `call_record.apart`. */
export function thresholdsOf(bits: number): Threshold[] {
  return (Object.keys(THRESHOLDS) as Threshold[]).filter((name) => (bits & THRESHOLDS[name]) !== 0);
}

/** Hundredths as a decimal number with a point, e.g. "12.50". */
export function costText(cents: number): string {
  return (cents / 100).toFixed(2);
}

function noteOf({ queue, ringSeconds }: Pick<ClearHit, "queue" | "ringSeconds">, extension: string | null) {
  const parts: string[] = [];
  if (extension !== null && extension !== "") parts.push(`extension=${extension}`);
  if (queue !== null) parts.push(`queue=${queue}`);
  if (queue !== null && ringSeconds !== null)
    parts.push(`waited ${Math.floor(ringSeconds / 60)}:${String(ringSeconds % 60).padStart(2, "0")}`);
  return parts.join(", ");
}
