"use client";
import { shortTime } from "../../../_ui/times.ts";
import { useSentences } from "../../../_ui/use-sentence.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import type { AgainPreview } from "./views.ts";

const FEW = 5;

/** What the first lines would become: how many calls and of when, and why the others stay. */
export function AgainResult({ preview }: { preview: AgainPreview }) {
  const words = useWords();
  const said = useSentences();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const { calls, filtered, left, sampled, firstAt, lastAt, reasons } = preview;
  return (
    <div className="grid gap-1">
      <p>
        <b className="font-semibold">{words.t("undefined.preview.calls", { count: calls })}</b>{" "}
        {words.t("undefined.preview.of", { count: sampled })}
      </p>
      {firstAt === null || lastAt === null ? null : (
        <p className="text-ink-2">
          {words.t("undefined.preview.when", { from: shortTime(firstAt, zone), to: shortTime(lastAt, zone) })}
        </p>
      )}
      {filtered > 0 ? <p className="text-ink-2">{words.t("undefined.preview.filtered", { count: filtered })}</p> : null}
      {left > 0 ? <p>{words.t("undefined.preview.left", { count: left })}</p> : null}
      <ul className="grid gap-0.5 text-ink-2">
        {reasons.slice(0, FEW).map(({ reason, lines }) => (
          <li key={reason} className="flex justify-between gap-3">
            <span className="min-w-0 break-words">{said(reason)}</span>
            <span className="tabular-nums">{words.number(lines)}</span>
          </li>
        ))}
      </ul>
      {preview.otherFraming ? <p className="text-amber">{words.t("undefined.preview.framing")}</p> : null}
    </div>
  );
}
