import { type Bench, type Figure, round } from "#bench/figure.ts";
import { keptFields } from "#server/domain/collected.ts";
import { effectiveRules } from "#server/domain/retention.ts";
import { seededRandom } from "#server/domain/seeded-random.ts";
import { EVERY_DAY, type Rate, rateTable } from "#server/domain/tariff/index.ts";
import { NO_LIMITS } from "#server/domain/thresholds.ts";
import { asteriskCdrCsv } from "#server/drivers/asterisk-cdr-csv/driver.ts";
import { decodeFrames } from "#server/ingest/decode-frames.ts";
import type { FrameBatch } from "#server/ingest/frame-batch.ts";
import { sortingOf } from "#server/ingest/load-sorting.ts";
import type { SourceSettings } from "#server/ingest/source-settings.ts";

const PREFIXES = 20_000;
const RECEIVED = new Date("2026-06-15T10:00:00Z");
const PLACE = {
  site: { country: "SE", outsideLine: null, extensionDigits: 4, internationalPrefix: null },
  siteZone: "Europe/Stockholm",
  companyZone: "Europe/Stockholm",
};

/**
 * What limits and a tariff of twenty thousand prefixes cost a batch on its way from frames to calls, beside the same batch without
 * them: driver, numbers and days alone, without keyring and database, which would only hide it.
 */
export const bench: Bench = {
  id: "PRO-10",
  async run({ quick }) {
    const batch = outgoingCalls(quick ? 5_000 : 20_000);
    const plain = settings();
    const sorted = settings(tariff());
    const rated = decodeFrames(batch, sorted, {}).drafts;
    if (!rated.every(({ sorted: { costCents, apart } }) => costCents !== null && apart === 4))
      throw new Error("a call was not rated, or not kept apart");
    const least = { with: Number.POSITIVE_INFINITY, without: Number.POSITIVE_INFINITY };
    // Other work on the machine only ever adds: the least of many turns in turn is what each costs.
    const turns = quick ? 9 : 25;
    for (let turn = 0; turn < turns; turn++) {
      least.with = Math.min(least.with, microseconds(batch, sorted));
      least.without = Math.min(least.without, microseconds(batch, plain));
    }
    return [figure(least, turns, batch)];
  },
};

function figure(least: { with: number; without: number }, turns: number, batch: FrameBatch): Figure {
  const ratio = least.with / least.without;
  return {
    id: "PRO-10 rating",
    value: round(ratio, 2),
    unit: `x the same batch without limits and tariff, ${PREFIXES} prefixes`,
    must: "at most 1.5",
    lead: "at most 1.2",
    ok: ratio <= 1.5,
    detail: {
      ...{ calls: batch.to, prefixes: PREFIXES, turns },
      microsecondsWith: round(least.with, 2),
      microsecondsWithout: round(least.without, 2),
    },
  };
}

function microseconds(batch: FrameBatch, by: SourceSettings): number {
  const before = process.cpuUsage();
  decodeFrames(batch, by, {});
  const { user, system } = process.cpuUsage(before);
  return (user + system) / batch.to;
}

function settings(rates?: readonly Rate[]): SourceSettings {
  const sorting =
    rates === undefined
      ? {}
      : {
          sorting: sortingOf(
            {
              version: 1,
              limits: {
                company: { ...NO_LIMITS, durationSeconds: 5, ringSeconds: 2, costCents: 1_000_000 },
                sources: new Map(),
              },
              costFirst: { company: "tariff", sources: new Map() },
              tariffs: [{ validFrom: "2026-01-01", table: rateTable(rates) }],
              natures: [],
            },
            1,
            PLACE,
          ),
        };
  return {
    ...{ companyId: 1, sourceId: 1, product: "pbx", decode: asteriskCdrCsv.configure({}), ...PLACE },
    keeps: keptFields({ ssn: true, fields: new Map() }, { names: false }),
    rules: effectiveRules([]),
    sortedBy: 1,
    ...sorting,
  };
}

/** Prefixes of four to eight digits, by day and by night; the shortest ones cover every number. */
function tariff(): Rate[] {
  const random = seededRandom(10);
  const prefixes = new Set(["46"]);
  while (prefixes.size < PREFIXES)
    prefixes.add(`46${Math.floor(10 ** (2 + random() * 4) * (1 + random() * 9))}`.slice(0, 8));
  const price = { connection: 4_900, minimum: 0, firstSeconds: 60, intervalSeconds: 30, freeSeconds: 0 };
  const of = { short: false, direction: "out", name: "", days: EVERY_DAY } as const;
  return [...prefixes].flatMap((prefix, i) => [
    { ...price, ...of, prefix, perMinute: 1_000 + i, fromMinute: 480, toMinute: 1_080 },
    { ...price, ...of, prefix, perMinute: 500 + i, fromMinute: 1_080, toMinute: 480 },
  ]);
}

/** Numbers of the series reserved for fiction, over a week of days. */
function outgoingCalls(count: number): FrameBatch {
  const frames = Array.from({ length: count }, (_, i) => {
    const at = `2026-06-${String(8 + (i % 7)).padStart(2, "0")} ${String(i % 24).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}:00`;
    const number = `0701740${605 + (i % 95)}`;
    const line = `"","1001","${number}","internal","","PJSIP/1001-${i}","PJSIP/trunk-${i}","Dial","x","${at}","${at}","${at}",65,61,"ANSWERED","DOCUMENTATION","1750000000.${i}",""`;
    return { bytes: Buffer.from(line), position: i };
  });
  const place = { companyId: 1, sourceId: 1, deliveryId: "d", from: 0, to: count, fencing: 1 };
  const rest = { identity: null, done: false, sessionId: null, receivedAt: RECEIVED };
  return { ...place, ...rest, parts: [{ receivedAt: RECEIVED, frames }] };
}
