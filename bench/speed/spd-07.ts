import { type Bench, type Figure, median, round } from "../figure.ts";
import { freeDiskMs } from "../retention/free-disk.ts";
import { COMPANIES, type Cost, type NightStage, openNightStage, ourNight } from "../retention/night-stage.ts";

/** SPD-06 may have had nights of its own in the same stage. */
const FIRST_NIGHT = 10;

/** What a night costs when ten times as many values are due: keys and partitions are the same number, only fuller. */
export const bench: Bench = {
  id: "SPD-07",
  async run({ quick }): Promise<Figure[]> {
    const small = quick ? 5_000 : 1_000_000;
    const large = small * 10;
    const stage = await openNightStage();
    try {
      // The first night opens files and plans: it is not counted.
      await ourNight(stage, FIRST_NIGHT, 1_000, { old: true });
      const ratios: number[] = [];
      const costs: { small: Cost; large: Cost }[] = [];
      for (let pair = 0; pair < (quick ? 1 : 3); pair++) {
        const cost = await bothNights(stage, FIRST_NIGHT + 1 + pair * 2, small, large);
        costs.push(cost);
        ratios.push(cost.large.ms / cost.small.ms);
      }
      const disk = {
        small: await freeDiskMs(stage.db.base, costs[0]?.small.bytes ?? 0),
        large: await freeDiskMs(stage.db.base, costs[0]?.large.bytes ?? 0),
      };
      return [figure(ratios, costs, small, disk)];
    } finally {
      await stage.close();
    }
  },
};

async function bothNights(stage: NightStage, night: number, small: number, large: number) {
  const of = async (offset: number, values: number) => await ourNight(stage, night + offset, values, { old: true });
  return { small: await of(0, small), large: await of(1, large) };
}

function figure(
  ratios: readonly number[],
  costs: readonly { small: Cost; large: Cost }[],
  small: number,
  disk: { readonly small: number; readonly large: number },
): Figure {
  const growth = median(ratios);
  return {
    id: "SPD-07",
    value: round(growth),
    unit: "times the cost for ten times the values",
    must: "<= 1.5",
    lead: "<= 1.1",
    ok: growth <= 1.5,
    detail: {
      from: small,
      to: small * 10,
      companies: COMPANIES,
      smallMs: round(median(costs.map((cost) => cost.small.ms))),
      largeMs: round(median(costs.map((cost) => cost.large.ms))),
      smallShredMs: round(median(costs.map((cost) => cost.small.shredMs ?? 0))),
      largeShredMs: round(median(costs.map((cost) => cost.large.shredMs ?? 0))),
      // What the same disk takes to free a plain file of the same size: that part is no work of ours.
      diskFreesSmallMs: round(disk.small),
      diskFreesLargeMs: round(disk.large),
      low: round(Math.min(...ratios)),
      high: round(Math.max(...ratios)),
      pairs: ratios.length,
    },
  };
}
