import type { Words } from "../../../_ui/words.ts";
import { viewersZone } from "../local-time.ts";
import type { Job } from "./jobs-page.tsx";

export function titleOf(name: string, words: Words): string {
  return words.known(`job.${name}.title`) ?? name;
}

/** When a job runs, in the viewer's words and hours. */
export function scheduleText({ schedule, nextAt }: Pick<Job, "schedule" | "nextAt">, words: Words): string {
  if (schedule === null) return words.t("jobs.asked");
  const [minute = "", hour = "", ...days] = schedule.split(" ");
  const daily = days.every((field) => field === "*");
  const step = /^\*\/(\d+)$/;
  if (daily && hour === "*" && minute === "*") return words.t("jobs.every", { count: 1 });
  if (daily && hour === "*" && step.test(minute))
    return words.t("jobs.every", { count: Number(step.exec(minute)?.[1]) });
  const hours = hour === "*" ? 1 : Number(step.exec(hour)?.[1] ?? Number.NaN);
  if (daily && /^\d+$/.test(minute) && !Number.isNaN(hours))
    return words.t("jobs.everyHours", { count: hours, minute: minute.padStart(2, "0") });
  if (daily && /^\d+$/.test(minute) && /^\d+$/.test(hour) && nextAt !== null)
    return words.t("jobs.daily", { at: timeOfDay(nextAt) });
  return `${schedule} UTC`;
}

function timeOfDay(at: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeStyle: "short", timeZone: viewersZone() }).format(at);
}
