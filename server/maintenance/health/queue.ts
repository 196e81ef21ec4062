import { door } from "../../context.ts";
import { JOB_NAMES, PROMISE_JOBS } from "../../jobs/catalogue.ts";
import { type JobFigures, jobFigures, listJobPauses } from "../../store/jobs.ts";
import type { HealthCheck } from "./site.ts";

const LATE_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

export const queue: HealthCheck = {
  id: "queue",
  async ask({ installation, now }) {
    if (installation === null) return { state: "bad", sentence: "health.queue.none", figures: {} };
    const web = door(installation, "web");
    const found = await jobFigures(web);
    if (found === null) return { state: "bad", sentence: "health.queue.none", figures: {} };
    const sum = (pick: (one: JobFigures) => number) => found.reduce((all, one) => all + pick(one), 0);
    const pauses = (await listJobPauses(web)).filter((one) => one.endedAt === null && one.pausedUntil > now);
    const stands = JOB_NAMES.filter((name) => PROMISE_JOBS.has(name) && pauses.some((one) => one.name === name));
    const isLate = found.some(
      ({ oldestWaitingAt }) => oldestWaitingAt !== null && now.getTime() - oldestWaitingAt.getTime() > LATE_MS,
    );
    const failing = found.some(
      ({ failed, lastState, lastEndedAt }) =>
        failed > 0 && lastState === "failed" && lastEndedAt !== null && now.getTime() - lastEndedAt.getTime() < DAY_MS,
    );
    const figures = {
      waiting: sum((one) => one.waiting),
      active: sum((one) => one.active),
      failed: sum((one) => one.failed),
      paused: pauses.length,
    };
    if (stands.length > 0) return { state: "warn", sentence: "health.queue.paused", figures };
    if (isLate) return { state: "bad", sentence: "health.queue.late", figures };
    if (failing) return { state: "warn", sentence: "health.queue.failed", figures };
    return { state: "ok", sentence: "health.queue.ok", figures };
  },
};
