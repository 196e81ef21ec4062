import { freeBytes, type HealthCheck } from "./site.ts";

const LOW_BYTES = 2 * 1024 ** 3;
const FULL_BYTES = 512 * 1024 ** 2;

export const disk: HealthCheck = {
  id: "disk",
  async ask({ home }) {
    const { free, total } = await freeBytes(home);
    const figures = { freeBytes: free, totalBytes: total };
    if (free < FULL_BYTES) return { state: "bad", sentence: "health.disk.full", figures };
    if (free < LOW_BYTES) return { state: "warn", sentence: "health.disk.low", figures };
    return { state: "ok", sentence: "health.disk.ok", figures };
  },
};
