import { join } from "node:path";
import { freeBytes, type HealthCheck } from "./site.ts";

const PARTS = ["clusters", "inbox", "logs"];
const LOW_BYTES = 2 * 1024 ** 3;
const FULL_BYTES = 512 * 1024 ** 2;

export const disk: HealthCheck = {
  id: "disk",
  async ask({ home }) {
    // Each of these may be a disk of its own: the one with the least room is told.
    const disks = await Promise.all(
      [home, ...PARTS.map((part) => join(home, part))].map((folder) => freeBytes(folder).catch(() => null)),
    );
    const [least] = disks.filter((one) => one !== null).sort((one, other) => one.free - other.free);
    if (least === undefined) throw new Error("the home cannot be looked at");
    const { free, total } = least;
    const figures = { freeBytes: free, totalBytes: total };
    if (free < FULL_BYTES) return { state: "bad", sentence: "health.disk.full", figures };
    if (free < LOW_BYTES) return { state: "warn", sentence: "health.disk.low", figures };
    return { state: "ok", sentence: "health.disk.ok", figures };
  },
};
