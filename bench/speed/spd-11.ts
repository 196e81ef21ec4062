import { PRODUCTS } from "#server/domain/codes.ts";
import { type Bench, type Figure, pairs, round } from "../figure.ts";
import { p50, searchSealed } from "../search/arms.ts";
import { type Dataset, openDataset } from "../search/dataset.ts";

const TABLES = ["party", "call_record", "audit", "audit_head"];

/** The same search with row-level security on and off: what the second wall costs. */
export const bench: Bench = {
  id: "SPD-11",
  async run({ quick }): Promise<Figure[]> {
    const data = await openDataset(quick ? 5_000 : 1_000_000, 1);
    try {
      const rounds = quick ? 6 : 80;
      const search = () => p50(rounds, data.people, (number) => searchSealed(data, number, [PRODUCTS.presentity]));
      const arm = (walls: "enable" | "disable") => async () => {
        await setWalls(data, walls);
        // Plans are made anew after the change; that is not what is measured.
        await search();
        return search();
      };
      const ratio = await pairs(arm("enable"), arm("disable"), quick ? 5 : 7);
      await setWalls(data, "enable");
      return [
        {
          id: "SPD-11",
          value: round(ratio.median),
          unit: "row security on / off, p50",
          must: "<= 1.1",
          lead: "<= 1.03",
          ok: ratio.median <= 1.1,
          detail: {
            records: data.records,
            onMs: round(ratio.medianA),
            offMs: round(ratio.medianB),
            low: round(ratio.low),
            high: round(ratio.high),
            pairs: ratio.pairs,
          },
        },
      ];
    } finally {
      await data.close();
    }
  },
};

async function setWalls(data: Dataset, walls: "enable" | "disable"): Promise<void> {
  for (const table of TABLES)
    await data.db.data("owner").unsafe(`alter table data.${table} ${walls} row level security`);
}
