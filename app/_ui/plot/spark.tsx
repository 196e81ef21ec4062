"use client";
import dynamic from "next/dynamic";
import type { PlotTone } from "./plot.ts";

const SparkChart = dynamic(() => import("./charts/spark-chart.tsx").then((room) => room.SparkChart), {
  ssr: false,
  loading: () => <span className="inline-block h-[24px] w-[96px]" />,
});

/** A line the size of a word: how the last hours went. The figure it belongs to stands beside it. */
export function Spark({ label, values, tone = "pine" }: { label: string; values: readonly number[]; tone?: PlotTone }) {
  return (
    <span role="img" aria-label={label} title={label} className="inline-block h-[24px] w-[96px] align-middle">
      <SparkChart values={values} tone={tone} />
    </span>
  );
}
