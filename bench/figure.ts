/** One figure of the bench or of the faults, as it is printed: one JSON object a line. */
export interface Figure {
  readonly id: string;
  readonly value: number | string;
  readonly unit: string;
  /** The floor and the aim in words, e.g. ">= 0.55". */
  readonly must: string;
  readonly lead?: string;
  readonly ok: boolean;
  /** Spread, sizes, absolute values: whatever makes the figure honest. No personal data. */
  readonly detail: Record<string, unknown>;
}

export interface Bench {
  readonly id: string;
  /** `quick` shows in seconds that it runs and about where it stands; the floors are those of the full size. */
  run(options: { quick: boolean }): Promise<Figure[]>;
}

export interface Fault {
  readonly id: string;
  readonly claim: string;
  run(options: FaultSize): Promise<Figure[]>;
}

export interface FaultSize {
  readonly full: boolean;
  /** Ids of the drivers that are tried, where drivers are; none for all. */
  readonly drivers: readonly string[];
  /** How many damaged frames a driver gets, where the size does not say it. */
  readonly frames: number | null;
  /** How many kills, kills at each point, outages or full disks, where the size does not say it: a full size takes an hour. */
  readonly times: number | null;
}

export interface Ratio {
  /** Median over the pairs of arm A's value divided by arm B's. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
  readonly medianA: number;
  readonly medianB: number;
}

/** Measures two arms in turn (A B A B ...), since the machine drifts; each arm returns its own value, e.g. records a second. */
export async function pairs(armA: () => Promise<number>, armB: () => Promise<number>, count = 7): Promise<Ratio> {
  const a: number[] = [];
  const b: number[] = [];
  for (let i = 0; i < count; i++) {
    a.push(await armA());
    b.push(await armB());
  }
  const ratios = a.map((value, i) => value / (b[i] ?? Number.NaN));
  return {
    median: median(ratios),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
    pairs: count,
    medianA: median(a),
    medianB: median(b),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function round(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}
