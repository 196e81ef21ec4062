import { join } from "node:path";
import { parseArgs } from "node:util";
import { runSeries } from "./series.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
  },
});
const { quick, only } = values;
process.exitCode = await runSeries(join(import.meta.dirname, "faults"), "fault", { full: !quick }, only, true);
