import { join } from "node:path";
import { parseArgs } from "node:util";
import { runBeside } from "./beside.ts";
import { runSeries } from "./series.ts";

// `--driver` and `--frames` are of REL-07, whose full size takes hours: one driver, or fewer frames, at a time. `--times` is of REL-01
// to REL-04: how many kills, outages of a cluster or full disks of a kind.
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    driver: { type: "string", multiple: true, default: [] },
    frames: { type: "string" },
    times: { type: "string" },
  },
});
const { quick, only, driver: drivers } = values;
const frames = values.frames === undefined ? null : Number(values.frames);
const times = values.times === undefined ? null : Number(values.times);
const options = { full: !quick, drivers, frames, times };
const isCount = (value: number | null) => value === null || (Number.isSafeInteger(value) && value > 0);
if (!isCount(frames) || !isCount(times)) {
  process.stderr.write("--frames and --times take a whole number above 0, e.g. --frames 1000000.\n");
  process.exitCode = 2;
} else {
  const folder = join(import.meta.dirname, "faults");
  const run =
    quick && only.length !== 1 ? runBeside(folder, options, only) : runSeries(folder, "fault", options, only, true);
  process.exitCode = await run;
}
