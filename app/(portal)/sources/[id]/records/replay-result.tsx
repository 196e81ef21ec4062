"use client";
import { useWords } from "../../../../_ui/use-words.tsx";
import { fieldName } from "./field-name.ts";
import type { ReplayPreview } from "./views.ts";

const FEW = 8;

const REASONS = ["undefined", "gone", "kept", "gate", "damaged"] as const;

/** What the first calls would become: how many are read the same, how many otherwise and in what, and what stays for which reason. */
export function ReplayResult({ preview }: { preview: ReplayPreview }) {
  const words = useWords();
  const { sampled, same, changed, fields } = preview;
  return (
    <div className="grid gap-1">
      <p>
        <b className="font-semibold">{words.t("raw.preview.changed", { count: changed })}</b>{" "}
        {words.t("raw.preview.of", { count: sampled })}
      </p>
      <ul className="grid gap-0.5 text-ink-2">
        {fields.slice(0, FEW).map(({ field, calls }) => (
          <li key={field} className="flex justify-between gap-3">
            <span>{fieldName(field, words)}</span>
            <span className="tabular-nums">{words.number(calls)}</span>
          </li>
        ))}
      </ul>
      <p className="text-ink-2">{words.t("raw.preview.same", { count: same })}</p>
      {REASONS.map((reason) =>
        preview[reason] === 0 ? null : <p key={reason}>{words.t(`raw.left.${reason}`, { count: preview[reason] })}</p>,
      )}
    </div>
  );
}
