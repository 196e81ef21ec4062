import { peerArm } from "#bench/collect/peer-arm.ts";
import { openStage, recordsPerSecond } from "#bench/collect/stage.ts";
import { type Bench, pairs, round } from "#bench/figure.ts";

/** The whole way in, against field-by-field encryption with blind indexes and many-row INSERTs. */
export const bench: Bench = {
  id: "SPD-02",
  async run({ quick }) {
    const stage = await openStage();
    try {
      const records = quick ? 1_500 : 20_000;
      const [connection] = stage.plain(1);
      if (connection === undefined) throw new Error("no connection");
      const ours = () => recordsPerSecond(() => stage.ours(stage.file(records, 0.05)));
      const peer = () => recordsPerSecond(() => peerArm(connection, stage.file(records, 0.05)));
      await ours();
      await peer();
      const ratio = await pairs(ours, peer, quick ? 3 : 7);
      const value = round(ratio.median, 2);
      return [
        {
          id: "SPD-02",
          value,
          unit: "x a peer-style arm",
          must: ">= 3",
          lead: ">= 6",
          ok: value >= 3,
          detail: {
            records,
            pairs: ratio.pairs,
            low: round(ratio.low, 2),
            high: round(ratio.high, 2),
            recordsPerSecond: Math.round(ratio.medianA),
            peerPerSecond: Math.round(ratio.medianB),
            newNumbers: 0.05,
          },
        },
      ];
    } finally {
      await stage.close();
    }
  },
};
