import { setTimeout as wait } from "node:timers/promises";
import { startVictim } from "../crash/victim.ts";
import { edgeMemory } from "../collect/edge-memory.ts";
import { residentMb } from "../collect/resident.ts";
import { takeAway } from "../collect/take-away.ts";
import { type Bench, type Figure, median, round } from "../figure.ts";
import { startFlood } from "../listeners/start-flood.ts";
import { LISTENS, tcpTable } from "../listeners/tcp-table.ts";
import { openStage } from "../transports/stage.ts";
import { freePort } from "#db/testing/free-port.ts";

const RECORDS = 10_000_000;
const SAMPLE_MS = 250;
/** How much more the last fifth of the way may hold than the second fifth, at the most. */
const MOST_GROWTH_MB = 40;

interface Sample {
  /** Bytes of records that were on disk by then. */
  readonly passed: number;
  readonly mb: number;
}

/**
 * What a collector, a process of its own, holds while ten million records pass through one connection. Segments are taken away as they
 * come, as a worker takes them: what is stored of them is another process's.
 */
export const bench: Bench = {
  id: "SPD-14",
  async run({ quick }): Promise<Figure[]> {
    if (quick) return [];
    return [await tenMillion(), await edgeMemory()];
  },
};

async function tenMillion(): Promise<Figure> {
  const stage = await openStage();
  const port = await freePort();
  const settings = { address: "127.0.0.1", port, senders: "127.0.0.1" };
  const ports = [{ kind: "address", address: "127.0.0.1", from: port, to: port }] as const;
  await stage.add({ name: "tcp", transport: "tcp", driver: "asterisk-cdr-csv", settings, ports });
  const collector = startVictim(stage.home, "collector");
  try {
    for (let tries = 0; !(await tcpTable()).some((row) => row.local === port && row.state === LISTENS); tries++) {
      if (tries > 600) throw new Error("the collector does not listen");
      await wait(100);
    }
    await wait(2_000);
    const before = residentMb(collector.pid);
    const samples: Sample[] = [];
    const flood = startFlood(port, RECORDS);
    let passed = 0;
    const begun = performance.now();
    const look = async () => {
      passed += await takeAway(stage.fixture.inbox);
      samples.push({ passed, mb: residentMb(collector.pid) });
      await wait(SAMPLE_MS);
    };
    const sending = { done: false };
    void flood.then(() => {
      sending.done = true;
    });
    while (!sending.done) await look();
    const { bytes } = await flood;
    for (let tries = 0; passed < bytes && tries < 240; tries++) await look();
    const seconds = (performance.now() - begun) / 1_000;
    await wait(10_000);
    return figureOf({ samples, before, after: residentMb(collector.pid), bytes, passed, seconds });
  } finally {
    await collector.kill();
    await stage.close();
  }
}

interface Passed {
  readonly samples: readonly Sample[];
  readonly before: number;
  readonly after: number;
  readonly bytes: number;
  readonly passed: number;
  readonly seconds: number;
}

function figureOf({ samples, before, after, bytes, passed, seconds }: Passed): Figure {
  const peak = Math.max(...samples.map(({ mb }) => mb));
  const part = (fifth: number) =>
    median(
      samples
        .filter((one) => one.passed >= (bytes * fifth) / 5 && one.passed <= (bytes * (fifth + 1)) / 5)
        .map(({ mb }) => mb),
    );
  const growth = part(4) - part(1);
  return {
    id: "SPD-14",
    value: round(peak, 0),
    unit: "MB at the most while 10 M records pass",
    must: `< 400, flat: < ${MOST_GROWTH_MB} more in the last fifth than in the second`,
    lead: "< 200",
    ok: peak < 400 && growth < MOST_GROWTH_MB && passed === bytes,
    detail: {
      beforeMb: round(before, 0),
      secondFifthMb: round(part(1), 0),
      lastFifthMb: round(part(4), 0),
      mbAMillionRecords: round(slope(samples) * (bytes / (RECORDS / 1_000_000)), 2),
      afterMb: round(after, 0),
      samples: samples.length,
      megabytes: round(bytes / 1e6, 0),
      recordsASecond: round(RECORDS / seconds, 0),
      whole: passed === bytes,
    },
  };
}

/** Megabytes a byte that has passed, by least squares from a fifth of the way on. */
function slope(samples: readonly Sample[]): number {
  const all = samples.slice(Math.floor(samples.length / 5));
  const mean = (of: (one: Sample) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  const [x, y] = [mean(({ passed }) => passed), mean(({ mb }) => mb)];
  const over = all.reduce((sum, one) => sum + (one.passed - x) * (one.mb - y), 0);
  return over / all.reduce((sum, one) => sum + (one.passed - x) ** 2, 0);
}
