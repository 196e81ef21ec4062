"use client";
import { useWords } from "../../use-words.tsx";
import type { Series } from "../plot.ts";

interface PlotTipProps {
  readonly series: readonly Series[];
  readonly labels: ReadonlyMap<string, string>;
  // Handed in by the chart that shows it.
  readonly active?: boolean;
  readonly label?: string | number;
  readonly payload?: readonly { readonly dataKey?: unknown; readonly value?: unknown }[];
}

/** What the pointer rests on, in words and figures. */
export function PlotTip({ series, labels, active = false, label, payload = [] }: PlotTipProps) {
  const words = useWords();
  if (!active || payload.length === 0) return null;
  const values = new Map(payload.map((one) => [String(one.dataKey), Number(one.value)]));
  return (
    <div className="rounded-md border border-line-strong bg-sheet px-2.5 py-1.5 text-[12px]">
      <p className="font-semibold">{labels.get(String(label)) ?? label}</p>
      {series.map(({ key, label: name }) =>
        // Of several, those that are nothing are left away; one alone is told in any case.
        values.get(key) || series.length === 1 ? (
          <p key={key} className="text-ink-2">
            {name}: <span className="text-ink tabular-nums">{words.number(values.get(key) ?? 0)}</span>
          </p>
        ) : null,
      )}
    </div>
  );
}
