"use client";
import dynamic from "next/dynamic";
import { useWords } from "../use-words.tsx";
import { type Point, type Series, totalOf } from "./plot.ts";
import { PlotFigure } from "./plot-figure.tsx";

const ColumnsChart = dynamic(() => import("./charts/columns-chart.tsx").then((room) => room.ColumnsChart), {
  ssr: false,
  loading: () => <div className="h-36" />,
});

export interface ColumnsProps {
  readonly title: string;
  readonly summary: string;
  /** What the first column of the table holds, e.g. "Night". */
  readonly of: string;
  readonly series: readonly Series[];
  readonly points: readonly Point[];
  /** The point between past and future, drawn as a line, e.g. today. */
  readonly mark?: { readonly at: string; readonly label: string };
}

/** Amounts by day or hour as columns, several series stacked. */
export function Columns({ title, summary, of, series, points, mark }: ColumnsProps) {
  const words = useWords();
  const several = series.length > 1;
  const rows = points
    .filter((point) => totalOf(point, series) > 0)
    .map((point) => ({
      key: point.at,
      cells: [
        point.label,
        ...series.map(({ key }) => words.number(point.values[key] ?? 0)),
        ...(several ? [words.number(totalOf(point, series))] : []),
      ],
    }));
  const head = [of, ...series.map(({ label }) => label), ...(several ? [words.t("plot.total")] : [])];
  return (
    <PlotFigure
      title={title}
      summary={summary}
      series={series}
      picture={<ColumnsChart series={series} points={points} {...(mark === undefined ? {} : { mark })} />}
      head={head}
      rows={rows}
    />
  );
}
