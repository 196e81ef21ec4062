"use client";
import dynamic from "next/dynamic";
import { useWords } from "../use-words.tsx";
import type { ColumnsProps } from "./columns.tsx";
import { PlotFigure } from "./plot-figure.tsx";

const LinesChart = dynamic(() => import("./charts/lines-chart.tsx").then((room) => room.LinesChart), {
  ssr: false,
  loading: () => <div className="h-36" />,
});

/** Something that is measured again and again, as lines: rates, ages, sizes. */
export function Lines({ title, summary, of, series, points }: Omit<ColumnsProps, "mark">) {
  const words = useWords();
  return (
    <PlotFigure
      title={title}
      summary={summary}
      series={series}
      picture={<LinesChart series={series} points={points} />}
      head={[of, ...series.map(({ label }) => label)]}
      rows={points.map((point) => ({
        key: point.at,
        cells: [point.label, ...series.map(({ key }) => words.number(point.values[key] ?? 0))],
      }))}
    />
  );
}
