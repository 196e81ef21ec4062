"use client";
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useWords } from "../../use-words.tsx";
import { FILLS, type Point, type Series } from "../plot.ts";
import { AXIS, short } from "./axis.ts";
import { PlotTip } from "./plot-tip.tsx";

export function LinesChart({ series, points }: { series: readonly Series[]; points: readonly Point[] }) {
  const words = useWords();
  const labels = new Map(points.map((point) => [point.at, point.label]));
  const data = points.map((point) => ({ at: point.at, ...point.values }));
  return (
    <ResponsiveContainer width="100%" height={150}>
      <LineChart data={data} accessibilityLayer={false} margin={{ top: 10, right: 8, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis {...AXIS} dataKey="at" minTickGap={36} tickFormatter={(at: string) => labels.get(at) ?? at} />
        <YAxis {...AXIS} width={44} tickFormatter={(value: number) => short(value, words)} />
        <Tooltip
          cursor={{ stroke: "var(--line-strong)" }}
          isAnimationActive={false}
          content={<PlotTip series={series} labels={labels} />}
        />
        {series.map(({ key, tone }) => (
          <Line
            key={key}
            dataKey={key}
            stroke={FILLS[tone]}
            strokeWidth={1.75}
            dot={false}
            type="monotone"
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
