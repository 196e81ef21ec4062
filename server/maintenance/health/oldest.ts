import { measureInstallation } from "../../privacy/copies/measure-installation.ts";
import type { HealthCheck } from "./site.ts";

/** A check answers within ten seconds: of many companies it says how far it came. */
const MOST_MS = 6_000;

export const oldest: HealthCheck = {
  id: "oldest",
  async ask({ installation }) {
    if (installation === null) return { state: "bad", sentence: "health.oldest.unasked", figures: {} };
    const { worst, companies, looked, failed, late } = await measureInstallation(installation, MOST_MS);
    const figures = {
      companies,
      looked,
      oldestDays: Math.max(0, ...worst.filter((one) => one.class !== "call").map(({ ageDays }) => ageDays)),
      daysBeyond: Math.max(0, ...worst.map(({ excessDays }) => excessDays)),
    };
    if (late > 0) return { state: "bad", sentence: "health.oldest.late", figures: { ...figures, late } };
    if (failed > 0) return { state: "warn", sentence: "health.oldest.unmeasured", figures: { ...figures, failed } };
    return { state: "ok", sentence: "health.oldest.ok", figures };
  },
};
