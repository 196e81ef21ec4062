"use client";
import { Bar, BarChart, Cell, LabelList, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { useWords } from "../../use-words.tsx";
import { FILLS, type Bar as PlotBar } from "../plot.ts";
import { AXIS } from "./axis.ts";

const ROW_HEIGHT = 34;

export function BarsChart({ bars }: { bars: readonly PlotBar[] }) {
  const words = useWords();
  const data = bars.map(({ key, label, value, note }) => ({
    key,
    label,
    value,
    said: note === undefined ? words.number(value) : `${words.number(value)} ${note}`,
  }));
  return (
    <ResponsiveContainer width="100%" height={Math.max(1, bars.length) * ROW_HEIGHT + 8}>
      <BarChart
        data={data}
        layout="vertical"
        accessibilityLayer={false}
        margin={{ top: 4, right: 88, bottom: 4, left: 0 }}
        barCategoryGap={6}
      >
        <XAxis type="number" hide />
        <YAxis {...AXIS} type="category" dataKey="label" width={164} />
        <Bar dataKey="value" isAnimationActive={false} radius={2} maxBarSize={16} minPointSize={2}>
          {bars.map(({ key, tone = "pine" }) => (
            <Cell key={key} fill={FILLS[tone]} />
          ))}
          <LabelList dataKey="said" position="right" fill="var(--ink-2)" fontSize={12} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}
