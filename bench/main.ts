import { join } from "node:path";
import { parseArgs } from "node:util";
import { shareClusters } from "./clusters.ts";
import { runSeries } from "./series.ts";

// A noisy machine must not fail a build: a figure that falls short shows in the table, and fails with --strict only.
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    strict: { type: "boolean", default: false },
  },
});
const { quick, only, strict } = values;
const clusters = quick ? shareClusters() : null;
try {
  process.exitCode = await runSeries(join(import.meta.dirname, "speed"), "bench", { quick }, only, strict);
} finally {
  await clusters?.close();
}
