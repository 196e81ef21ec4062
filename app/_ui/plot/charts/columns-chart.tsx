"use client";
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useWords } from "../../use-words.tsx";
import { FILLS, type Point, type Series } from "../plot.ts";
import { AXIS, short } from "./axis.ts";
import { PlotTip } from "./plot-tip.tsx";

interface ColumnsChartProps {
  readonly series: readonly Series[];
  readonly points: readonly Point[];
  readonly mark?: { readonly at: string; readonly label: string };
}

export function ColumnsChart({ series, points, mark }: ColumnsChartProps) {
  const words = useWords();
  const labels = new Map(points.map((point) => [point.at, point.label]));
  const data = points.map((point) => ({ at: point.at, ...point.values }));
  // Counts are whole; of a rate below one in a minute an axis of whole numbers shows nothing.
  const whole = points.every(({ values }) => Object.values(values).every(Number.isInteger));
  return (
    <ResponsiveContainer width="100%" height={150}>
      <BarChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: 14, right: 8, bottom: 0, left: 0 }}
        barCategoryGap={2}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          {...AXIS}
          dataKey="at"
          minTickGap={36}
          tickFormatter={(at: string) => labels.get(at) ?? at}
          padding={{ left: 4, right: 4 }}
        />
        <YAxis {...AXIS} width={44} allowDecimals={!whole} tickFormatter={(value: number) => short(value, words)} />
        <Tooltip
          cursor={{ fill: "var(--sunken)" }}
          isAnimationActive={false}
          content={<PlotTip series={series} labels={labels} />}
        />
        {mark === undefined ? null : (
          <ReferenceLine
            x={mark.at}
            stroke="var(--edge)"
            strokeDasharray="2 3"
            label={{ value: mark.label, position: "top", fill: "var(--ink-2)", fontSize: 11 }}
          />
        )}
        {series.map(({ key, tone }) => (
          <Bar key={key} dataKey={key} stackId="one" fill={FILLS[tone]} isAnimationActive={false} maxBarSize={22} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
