import { PRODUCTS } from "#server/domain/codes.ts";
import { type Bench, type Figure, pairs, round } from "../figure.ts";
import { p50, searchPlain, searchSealed } from "../search/arms.ts";
import { type Dataset, openDataset } from "../search/dataset.ts";

/** Search among 120 live days, for one product and for three, against a plaintext btree behind the same wall. */
export const bench: Bench = {
  id: "SPD-03",
  async run({ quick }): Promise<Figure[]> {
    const data = await openDataset(quick ? 20_000 : 10_000_000, 3);
    try {
      return [
        await compare(data, quick, "SPD-03", [PRODUCTS.presentity], { must: 8, lead: 4 }),
        await compare(data, quick, "SPD-03 three products", [PRODUCTS.presentity, PRODUCTS.tid, PRODUCTS.cc], {
          must: 15,
          lead: 8,
        }),
      ];
    } finally {
      await data.close();
    }
  },
};

async function compare(
  data: Dataset,
  quick: boolean,
  id: string,
  products: readonly number[],
  bar: { must: number; lead: number },
): Promise<Figure> {
  const rounds = quick ? 6 : 80;
  const sealed = () => p50(rounds, data.people, (number) => searchSealed(data, number, products));
  const plain = () => p50(rounds, data.people, (number) => searchPlain(data, number, products));
  await sealed();
  await plain();
  const ratio = await pairs(sealed, plain, quick ? 3 : 7);
  return {
    id,
    value: round(ratio.median),
    unit: "times plaintext btree, p50",
    must: `<= ${bar.must}`,
    lead: `<= ${bar.lead}`,
    ok: ratio.median <= bar.must,
    detail: {
      records: data.records,
      slices: 120 * products.length,
      sealedMs: round(ratio.medianA),
      plainMs: round(ratio.medianB),
      low: round(ratio.low),
      high: round(ratio.high),
      pairs: ratio.pairs,
    },
  };
}
