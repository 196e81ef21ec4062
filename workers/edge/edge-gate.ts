import { siteOf } from "#server/domain/numbers/index.ts";
import { driverNamed } from "#server/drivers/catalogue.ts";
import { openGate, shieldEnds } from "#server/gate/index.ts";
import type { EdgeTask, TaskSource } from "#server/edge/protocol/index.ts";
import { SourceTrouble } from "#server/sources/index.ts";
import type { GateWatch, OpenedGate } from "../collector/gate-watch.ts";
import type { EdgeContext } from "./edge-context.ts";

/**
 * The gate of a source by what the portal said last. It always decodes, also where nothing is left out, so that what the driver has
 * learnt of a delivery goes with every segment: a filter that is set later goes on from it without asking anybody.
 */
export function edgeGate({ orders, clock }: Pick<EdgeContext, "orders" | "clock">, sourceId: number): GateWatch {
  let known: OpenedGate | null = null;
  return {
    async current() {
      const { task } = orders;
      const source = task?.sources.find(({ id }) => id === sourceId);
      if (task === null || source === undefined) throw new SourceTrouble("rules-unread");
      try {
        const now = clock.now();
        const key = JSON.stringify([task.gate, task.company, siteParts(source), shieldEnds(stored(task), now)]);
        if (known?.key !== key) known = { key, gate: opened(task, source, now) };
        return known;
      } catch (cause) {
        throw new SourceTrouble("rules-unread", cause);
      }
    },
  };
}

function opened(task: EdgeTask, source: TaskSource, now: Date): OpenedGate["gate"] {
  const decode = driverNamed(source.driver).configure(source.driverOptions);
  const site = siteOf(task.company, source);
  const zone = source.timeZone ?? task.company.timeZone;
  const gate = openGate(stored(task), { sourceId: source.id, decode, site, zone }, now);
  return gate ?? { decode, site, zone, filter: null, shield: null };
}

function stored({ gate }: EdgeTask) {
  return { filter: gate.filter ?? null, shield: gate.shield ?? null };
}

function siteParts({
  driver,
  driverOptions,
  timeZone,
  country,
  outsideLine,
  extensionDigits,
  internationalPrefix,
}: TaskSource) {
  return [driver, driverOptions, timeZone, country, outsideLine, extensionDigits, internationalPrefix];
}
