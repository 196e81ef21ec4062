"use client";
import { type ReactNode, useState } from "react";
import { Button } from "../button.tsx";
import { useWords } from "../use-words.tsx";
import { FILLS, type Series } from "./plot.ts";

interface PlotFigureProps {
  /** What the picture is of; also the caption of its table. */
  readonly title: string;
  /** The picture in a sentence: what a person who does not see it is told. */
  readonly summary: string;
  readonly series?: readonly Series[];
  readonly picture: ReactNode;
  readonly head: readonly string[];
  /** The first cell names the row, the others are figures as they are read. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
}

/** A picture with its sentence, its key of colours, and its table one key away. */
export function PlotFigure({ title, summary, series = [], picture, head, rows }: PlotFigureProps) {
  const words = useWords();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="min-w-0" aria-label={title}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 pt-2.5">
        <figcaption className="mr-auto max-w-3xl text-ink-2">{summary}</figcaption>
        {series.length > 1 ? <Legend series={series} /> : null}
        <Button onClick={() => setAsTable(!asTable)}>{words.t(asTable ? "plot.picture" : "plot.table")}</Button>
      </div>
      {asTable ? (
        <PlotTable title={title} head={head} rows={rows} />
      ) : (
        <div role="img" aria-label={summary} className="overflow-x-clip px-2 pt-1 pb-2 [contain:inline-size]">
          {picture}
        </div>
      )}
    </figure>
  );
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 text-[12px] text-ink-2">
      {series.map(({ key, label, tone }) => (
        <li key={key} className="flex items-center gap-1.5">
          <svg aria-hidden="true" width="9" height="9">
            <rect width="9" height="9" rx="2" fill={FILLS[tone]} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

function PlotTable({ title, head, rows }: Pick<PlotFigureProps, "title" | "head" | "rows">) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group" aria-label={title} tabIndex={0} className="mt-1 max-h-80 overflow-auto -outline-offset-2!">
      <table className="w-full">
        <caption className="sr-only">{title}</caption>
        <thead className="sticky top-0 bg-sheet text-[11.5px] text-ink-3">
          <tr>
            {head.map((text, i) => (
              <th
                key={text}
                scope="col"
                className={`px-3.5 py-2 font-semibold ${i === 0 ? "text-left" : "text-right"}`}
              >
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="border-t border-line">
              {cells.map((text, i) =>
                i === 0 ? (
                  <th key={head[i]} scope="row" className="px-3.5 py-1.5 text-left font-normal">
                    {text}
                  </th>
                ) : (
                  <td key={head[i]} className="px-3.5 py-1.5 text-right tabular-nums">
                    {text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
