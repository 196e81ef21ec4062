"use client";
import { dayOf, daysFrom, longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import type { Night, RetentionPreview, RetentionView } from "./retention-page.tsx";

/** What a change does, in words: what goes at once and cannot come back, what moves, what is masked, what waits. */
export function Effect({ preview, view }: { preview: RetentionPreview; view: RetentionView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const today = dayOf(new Date(), zone);
  const before = tonight(view.goes, today);
  const after = tonight(preview.goes, today);
  const longer = preview.steps.some((step) => step.direction === "longer");
  const nothing = preview.valuesDestroyed + preview.valuesMoved + preview.valuesMasked === 0;
  return (
    <div role="status" className="grid gap-1 rounded-md bg-sunken p-3">
      {preview.steps.length > 1 ? (
        <p className="font-semibold">{words.t("retention.several.count", { count: preview.steps.length })}</p>
      ) : null}
      {preview.valuesDestroyed > 0 ? (
        <p className="font-semibold text-brick">
          {preview.holdsOn === null
            ? words.t("retention.change.shorter", { count: preview.valuesDestroyed })
            : words.t("rules.change.goesOn", {
                count: preview.valuesDestroyed,
                day: longDay(preview.holdsOn, words),
              })}
        </p>
      ) : null}
      {preview.holdsOn !== null && preview.valuesDestroyed === 0 ? (
        <p>{words.t("rules.change.nothingOn", { day: longDay(preview.holdsOn, words) })}</p>
      ) : null}
      {preview.valuesMoved > 0 ? <p>{words.t("retention.change.moved", { count: preview.valuesMoved })}</p> : null}
      {preview.valuesMasked > 0 ? <p>{words.t("retention.change.masked", { count: preview.valuesMasked })}</p> : null}
      {nothing ? <p>{words.t("retention.change.none")}</p> : null}
      {before === after ? null : <p>{words.t("retention.change.tonight", { count: after, before })}</p>}
      {preview.settling ? <p className="text-amber">{words.t("retention.change.settling")}</p> : null}
      {longer ? <p className="text-ink-2">{words.t("retention.change.longer")}</p> : null}
      <Waits preview={preview} />
    </div>
  );
}

/** Who may not decide it alone is told before, not after. */
function Waits({ preview }: { preview: RetentionPreview }) {
  const words = useWords();
  const maySet = useMay("retention.set");
  if (preview.waits.length === 0 || !maySet) return null;
  const all = preview.waits.length === preview.steps.length;
  return <p className="text-amber">{words.t(all ? "retention.change.waits" : "retention.change.waitsPart")}</p>;
}

function tonight(goes: readonly Night[], today: string): number {
  return goes.find((night) => daysFrom(today, night.day) === 1)?.values ?? 0;
}
