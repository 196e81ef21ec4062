import { join } from "node:path";
import { firstKeptDay, readLogName } from "../logs/log-name.ts";
import { filesOf, type HealthCheck } from "./site.ts";

export const logs: HealthCheck = {
  id: "logs",
  async ask({ home, now }) {
    const files = await filesOf(join(home, "logs"));
    const days = files.map(({ name }) => readLogName(name)?.day).filter((day) => day !== undefined);
    const figures = { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
    // What is over goes within the hour after midnight.
    const yesterday = new Date(now.getTime() - 2 * 3_600_000);
    return days.some((day) => day < firstKeptDay(yesterday))
      ? { state: "warn", sentence: "health.logs.old", figures }
      : { state: "ok", sentence: "health.logs.ok", figures };
  },
};
