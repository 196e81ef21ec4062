import { openExportDataset } from "../export/dataset.ts";
import { exportOnce, type Freezing, freezeOnce, peakOfWorker } from "../export/our-arm.ts";
import { copyOnce } from "../export/plain-arm.ts";
import { type Bench, type Figure, pairs, round } from "../figure.ts";

const FULL = 1_000_000;
const QUICK = 40_000;
/** A day costs a partition and its keys to make; a small selection lies over a few of them. */
const FULL_DAYS = 120;
const QUICK_DAYS = 7;

/** The way out: a frozen selection as a sealed, hashed CSV, against COPY of a plaintext table through the same pipe. */
export const bench: Bench = {
  id: "SPD-09",
  async run({ quick }): Promise<Figure[]> {
    const hits = quick ? QUICK : FULL;
    const data = await openExportDataset(hits, quick ? QUICK_DAYS : FULL_DAYS);
    try {
      const frozen = await freezeOnce(data);
      await exportOnce(data, frozen);
      await copyOnce(data);
      const ratio = await pairs(
        () => exportOnce(data, frozen),
        () => copyOnce(data),
        quick ? 3 : 5,
      );
      const memory = await peakOfWorker(data, frozen);
      return [speed(ratio, hits, frozen), peak(memory, hits)];
    } finally {
      await data.close();
    }
  },
};

function speed(ratio: Awaited<ReturnType<typeof pairs>>, hits: number, frozen: Freezing): Figure {
  return {
    id: "SPD-09",
    value: round(ratio.median),
    unit: "of COPY TO STDOUT of plaintext, rows/s",
    must: ">= 0.4",
    lead: ">= 0.85",
    ok: ratio.median >= 0.4,
    detail: {
      hits,
      oursRowsASecond: round(ratio.medianA, 0),
      copyRowsASecond: round(ratio.medianB, 0),
      low: round(ratio.low),
      high: round(ratio.high),
      pairs: ratio.pairs,
      freezeSeconds: round(frozen.seconds, 2),
      inBothArms: "SHA-256, AES-256-GCM in a box of the keyring, file fsynced",
      inOursAlone: "a fifth of the calls with a second person, row security, checkpoints, reading the sealed file back",
    },
  };
}

function peak(memory: { readonly peakMb: number; readonly baseMb: number }, hits: number): Figure {
  return {
    id: "SPD-09 memory",
    value: round(memory.peakMb, 0),
    unit: "MB at the peak of a process that exports",
    must: "< 300",
    ok: memory.peakMb < 300,
    detail: { hits, beforeTheExportMb: round(memory.baseMb, 0) },
  };
}
