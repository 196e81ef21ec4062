"use client";
import dynamic from "next/dynamic";
import { useWords } from "../use-words.tsx";
import type { Bar } from "./plot.ts";
import { PlotFigure } from "./plot-figure.tsx";

const BarsChart = dynamic(() => import("./charts/bars-chart.tsx").then((room) => room.BarsChart), {
  ssr: false,
  loading: () => <div className="h-36" />,
});

interface BarsProps {
  readonly title: string;
  readonly summary: string;
  readonly of: string;
  /** What the figures count, e.g. "Calls". */
  readonly unit: string;
  readonly bars: readonly Bar[];
}

/** Things beside one another by amount, the longest as wide as the sheet. */
export function Bars({ title, summary, of, unit, bars }: BarsProps) {
  const words = useWords();
  return (
    <PlotFigure
      title={title}
      summary={summary}
      picture={<BarsChart bars={bars} />}
      head={[of, unit]}
      rows={bars.map(({ key, label, value, note }) => ({
        key,
        cells: [label, note === undefined ? words.number(value) : `${words.number(value)} ${note}`],
      }))}
    />
  );
}
