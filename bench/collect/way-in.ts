import { cpuSoFar } from "./cpu.ts";
import { plainArm } from "./plain-arm.ts";
import { openStage, recordsPerSecond, type Stage } from "./stage.ts";
import { type Figure, median, round } from "#bench/figure.ts";

/** Connections of the equal arm: two batches in flight in the data cluster and one conversation with the keyring. */
const EQUAL = 3;
const PAIRS = { quick: 3, full: 7 };
const WARM_ROUNDS = { quick: 1, full: 3 };

const MIXES = [
  { name: "cold", share: 0.5, must: { one: 0.55, equal: 0.35 }, lead: { one: 0.8, equal: 0.55 } },
  { name: "steady", share: 0.05, must: { one: 0.8, equal: 0.55 }, lead: { one: 1.0, equal: 0.75 } },
] as const;

/** SPD-01 in a process of its own: measured under the flags that the worker runs with. */
export async function measureWayIn(quick: boolean): Promise<Figure[]> {
  const stage = await openStage();
  try {
    const records = quick ? 2_500 : 40_000;
    const size = quick ? "quick" : "full";
    await warmUp(stage, records, WARM_ROUNDS[size]);
    const figures: Figure[] = [];
    for (const mix of MIXES) figures.push(...(await measure(stage, mix, records, PAIRS[size])));
    return figures;
  } finally {
    await stage.close();
  }
}

async function warmUp(stage: Stage, records: number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const path = stage.file(records, 0.5);
    await stage.ours(path);
    await plainArm(stage.plain(EQUAL), path);
  }
}

interface Round {
  readonly ours: number;
  readonly one: number;
  readonly equal: number;
  /** Microseconds of processor a record. */
  readonly oursCpu: Cpu;
  readonly plainCpu: Cpu;
}

interface Cpu {
  readonly node: number;
  readonly databases: number;
}

async function measure(stage: Stage, mix: (typeof MIXES)[number], records: number, pairs: number): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (let i = 0; i < pairs; i++) {
    const path = stage.file(records, mix.share);
    const ours = await withCpu(stage, records, () => stage.ours(path));
    const one = await withCpu(stage, records, () => plainArm(stage.plain(1), path, 1));
    const equal = await recordsPerSecond(() => plainArm(stage.plain(EQUAL), path, 2));
    rounds.push({ ours: ours.speed, one: one.speed, equal, oursCpu: ours.cpu, plainCpu: one.cpu });
  }
  return (["one", "equal"] as const).map((against) => figureOf(mix, against, rounds, records));
}

function figureOf(
  mix: (typeof MIXES)[number],
  against: "one" | "equal",
  rounds: readonly Round[],
  records: number,
): Figure {
  const ratios = rounds.map((one) => one.ours / one[against]);
  const value = round(median(ratios));
  const middle = (pick: (one: Round) => number) => round(median(rounds.map(pick)), 1);
  return {
    id: "SPD-01",
    value,
    unit: `x plain, ${mix.name}, against ${against === "one" ? "one connection" : `${EQUAL} connections`}`,
    must: `>= ${mix.must[against]}`,
    lead: `>= ${mix.lead[against]}`,
    ok: value >= mix.must[against],
    detail: {
      records,
      pairs: rounds.length,
      low: round(Math.min(...ratios)),
      high: round(Math.max(...ratios)),
      recordsPerSecond: Math.round(median(rounds.map((one) => one.ours))),
      plainPerSecond: Math.round(median(rounds.map((one) => one[against]))),
      microsecondsOfCpu: { node: middle((one) => one.oursCpu.node), databases: middle((one) => one.oursCpu.databases) },
      plainMicrosecondsOfCpu: {
        node: middle((one) => one.plainCpu.node),
        databases: middle((one) => one.plainCpu.databases),
      },
      newNumbers: mix.share,
    },
  };
}

async function withCpu(
  stage: Stage,
  records: number,
  work: () => Promise<number>,
): Promise<{ speed: number; cpu: Cpu }> {
  const before = cpuSoFar(stage.clusters.base);
  const speed = await recordsPerSecond(work);
  const after = cpuSoFar(stage.clusters.base);
  const databases = after.data - before.data + after.keyring - before.keyring;
  return { speed, cpu: { node: (after.node - before.node) / records, databases: databases / records } };
}
