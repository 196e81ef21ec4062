"use client";
import { Columns } from "../../../_ui/plot/columns.tsx";
import type { Series } from "../../../_ui/plot/plot.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { localTime } from "../local-time.ts";
import type { Jobs } from "./jobs-page.tsx";

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Hour by hour how many jobs ended and how: a stretch without columns is a worker that stood still. */
export function Hours({ hours }: { hours: Jobs["hours"] }) {
  const words = useWords();
  if (hours.length === 0) return null;
  const series: Series[] = [
    { key: "completed", label: words.t("jobs.state.completed"), tone: "moss" },
    { key: "failed", label: words.t("jobs.state.failed"), tone: "brick" },
    { key: "cancelled", label: words.t("jobs.state.cancelled"), tone: "gone" },
  ];
  const newest = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const points = Array.from({ length: HOURS }, (_, i) => new Date(newest - (HOURS - 1 - i) * HOUR_MS)).map((hour) => ({
    at: hour.toISOString(),
    label: localTime(hour),
    values: Object.fromEntries(
      hours.filter((one) => one.hour.getTime() === hour.getTime()).map(({ state, jobs }) => [state, jobs]),
    ),
  }));
  const sum = (state?: string) =>
    hours.reduce((all, one) => all + (state === undefined || one.state === state ? one.jobs : 0), 0);
  return (
    <Columns
      title={words.t("jobs.hours")}
      summary={words.t("jobs.hours.summary", { count: sum(), failed: sum("failed") })}
      of={words.t("jobs.hours.hour")}
      series={series}
      points={points}
    />
  );
}
