import { z } from "zod";
import { authorise, type Context } from "../context.ts";
import { isPrivate } from "../domain/nature.ts";
import { SightInput, showValue, sightInBulk, sightOfCall } from "../domain/sight.ts";
import { NATURES } from "../domain/sorted.ts";
import type { Hit } from "./hit.ts";
import type { ClearHit } from "./seek/describe-hits.ts";
import { seeHit } from "./seek/see-hit.ts";

export const PreviewSightInput = z.strictObject({ sight: SightInput, exportSight: SightInput });
export type PreviewSightInput = z.infer<typeof PreviewSightInput>;

export interface SightPreview {
  readonly hits: readonly Hit[];
  /** The same numbers as a file would hold them. */
  readonly inFiles: readonly string[];
}

/** How calls would look by a sight, through the very code that shows real ones. Everybody in them is invented. */
export function previewSight(ctx: Context, input: PreviewSightInput): SightPreview {
  authorise(ctx, "people.see");
  const { sight, exportSight } = PreviewSightInput.parse(input);
  const calls = inventedCalls(ctx.clock());
  return {
    hits: calls.map((call) => seeHit(sight, call)),
    inFiles: calls.map(({ own, sorted }) =>
      showValue(sightOfCall(sightInBulk(exportSight), isPrivate(sorted.nature)), own.class, own.canonical, "exact"),
    ),
  };
}

/** Numbers of the series that the Swedish authority keeps for fiction, and its own test personal identity numbers. */
function inventedCalls(now: Date): ClearHit[] {
  const call = {
    source: "CALL_HISTORY",
    date: now,
    product: "pbx",
    extension: "3017",
    queue: null,
    direction: "in",
    disposition: "answered",
    durationSeconds: 132,
    ringSeconds: 8,
    tier: "exact",
    erasedOn: null,
    sourceId: 0,
    sourceName: "",
    gone: [],
    raw: { stored: false, erasedOn: null },
    inParts: false,
    kept: null,
    restricted: false,
    correctedOn: null,
  } as const;
  const of = (role: "calling" | "called" | "caller", cls: ClearHit["class"], canonical: string) => ({
    role,
    class: cls,
    canonical,
    erasedOn: null,
    restricted: false,
  });
  const entries = [
    of("calling", "phone", "+46701740605"),
    of("caller", "ssn", "198112289874"),
    of("caller", "ssn_truncated", "19811228"),
    of("calling", "name", "Anna Prov"),
    of("called", "phone", "+46701740612"),
  ];
  const last = entries.length - 1;
  return entries.map((own, place) => ({
    ...call,
    hitId: `00000000-0000-8000-8000-00000000000${place}`,
    role: own.role,
    class: own.class,
    own,
    others: [],
    sorted: {
      costCents: place === 0 ? 125 : null,
      apart: null,
      nature: place === last ? NATURES.private : null,
      category: null,
    },
  }));
}
