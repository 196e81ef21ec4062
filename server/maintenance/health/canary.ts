import { door } from "../../context.ts";
import { listCanaryNights } from "../../store/copy-ages.ts";
import { listCompanies } from "../../store/companies.ts";
import type { HealthCheck } from "./site.ts";

/** A night comes every 24 hours; two more for one that was late. */
const LATEST_MS = 26 * 3_600_000;

export const canary: HealthCheck = {
  id: "canary",
  async ask({ installation, now }) {
    if (installation === null) return { state: "bad", sentence: "health.canary.unasked", figures: {} };
    const web = door(installation, "web");
    const [last] = await listCanaryNights(web, 1);
    if (last === undefined) {
      const begun = (await listCompanies(web)).map(({ createdAt }) => createdAt.getTime());
      const isLate = begun.some((at) => now.getTime() - at > LATEST_MS);
      return {
        state: isLate ? "bad" : "warn",
        sentence: isLate ? "health.canary.late" : "health.canary.never",
        figures: {},
      };
    }
    const { reached, stores, left } = last.summary;
    const figures = { lastAt: last.finishedAt.toISOString(), reached, stores, left };
    if (now.getTime() - last.finishedAt.getTime() > LATEST_MS)
      return { state: "bad", sentence: "health.canary.late", figures };
    return { state: last.outcome === "gone" ? "ok" : "bad", sentence: `health.canary.${last.outcome}`, figures };
  },
};
