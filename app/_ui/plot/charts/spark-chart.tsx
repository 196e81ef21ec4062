"use client";
import { Area, AreaChart } from "recharts";
import { FILLS, type PlotTone } from "../plot.ts";

export function SparkChart({ values, tone }: { values: readonly number[]; tone: PlotTone }) {
  const data = values.map((value, at) => ({ at, value }));
  return (
    <AreaChart
      width={96}
      height={24}
      data={data}
      accessibilityLayer={false}
      margin={{ top: 2, right: 0, bottom: 1, left: 0 }}
    >
      <Area
        dataKey="value"
        type="monotone"
        stroke={FILLS[tone]}
        strokeWidth={1.5}
        fill={FILLS[tone]}
        fillOpacity={0.14}
        isAnimationActive={false}
      />
    </AreaChart>
  );
}
