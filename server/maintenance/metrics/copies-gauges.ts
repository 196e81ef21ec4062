import { Gauge } from "prom-client";
import { door, type Installation } from "../../context.ts";
import { errorFields } from "../../log.ts";
import { type InstallationAges, measureInstallation } from "../../privacy/copies/measure-installation.ts";
import { listCanaryNights } from "../../store/copy-ages.ts";
import { metrics } from "./metrics.ts";

/** A thousand companies are measured in about a minute: a scrape shows the last measurement and asks for the next. */
const FRESH_MS = 15 * 60_000;
const MOST_MS = 120_000;

/** How old the oldest datum is, by product and class over all companies, and how the canary fares. For the worker. */
export function watchCopies(installation: Installation): void {
  const registers = [metrics().registry];
  const read = measured(installation);
  const labelled = (name: string, help: string, pick: (one: InstallationAges["worst"][number]) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ["product", "class"],
      registers,
      async collect() {
        this.reset();
        for (const one of (await read())?.worst ?? []) this.set({ product: one.product, class: one.class }, pick(one));
      },
    });
  labelled("gallra_oldest_datum_days", "Age of the oldest datum, measured on rows and keys", (one) => one.ageDays);
  labelled("gallra_datum_beyond_rule_days", "Days that something is older than its rule", (one) => one.excessDays);
  new Gauge({
    name: "gallra_canary_age_seconds",
    help: "Seconds since the last canary that was found nowhere; NaN before the first",
    registers,
    async collect() {
      const nights = await listCanaryNights(door(installation, "web"), 30).catch(() => []);
      const last = nights.find(({ outcome }) => outcome === "gone");
      this.set(last === undefined ? Number.NaN : (installation.clock().getTime() - last.finishedAt.getTime()) / 1000);
    },
  });
}

/** The last measurement; the first scrape waits for it, the others never do. */
function measured(installation: Installation): () => Promise<InstallationAges | null> {
  let known: InstallationAges | null = null;
  let at = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  const measure = async () => {
    try {
      known = await measureInstallation(installation, MOST_MS);
      at = performance.now();
    } catch (error) {
      installation.log.warn("copies.not-measured", errorFields(error));
    } finally {
      running = null;
    }
  };
  return async () => {
    if (performance.now() - at > FRESH_MS) running ??= measure();
    if (known === null) await running;
    return known;
  };
}
