import { PRODUCTS } from "#server/domain/codes.ts";
import { type Bench, type Figure, pairs, round } from "../figure.ts";
import { p50, searchSealed } from "../search/arms.ts";
import { type Dataset, openDataset } from "../search/dataset.ts";

/** The same question among 1 M calls and among 10 M: what ten times the data costs whoever asks. Both stand at once and are asked in turn. */
export const bench: Bench = {
  id: "SPD-04",
  async run({ quick }): Promise<Figure[]> {
    const small = await openDataset(quick ? 5_000 : 1_000_000, 1);
    try {
      const large = await openDataset(quick ? 50_000 : 10_000_000, 1);
      try {
        return [await compare(small, large, quick)];
      } finally {
        await large.close();
      }
    } finally {
      await small.close();
    }
  },
};

async function compare(small: Dataset, large: Dataset, quick: boolean): Promise<Figure> {
  const rounds = quick ? 6 : 80;
  const among = (data: Dataset) => () =>
    p50(rounds, data.people, (number) => searchSealed(data, number, [PRODUCTS.presentity]));
  await among(small)();
  await among(large)();
  const ratio = await pairs(among(large), among(small), quick ? 3 : 9);
  return {
    id: "SPD-04",
    value: round(ratio.median),
    unit: "times, search among ten times the calls, p50",
    must: "<= 1.3",
    lead: "<= 1.1",
    ok: ratio.median <= 1.3,
    detail: {
      smallRecords: small.records,
      largeRecords: large.records,
      smallMs: round(ratio.medianB),
      largeMs: round(ratio.medianA),
      low: round(ratio.low),
      high: round(ratio.high),
      pairs: ratio.pairs,
    },
  };
}
