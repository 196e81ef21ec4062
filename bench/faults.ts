import { join } from "node:path";
import { parseArgs } from "node:util";
import { runBeside } from "./beside.ts";
import { runSeries } from "./series.ts";

// `--driver` and `--frames` are of REL-07, whose full size takes hours: one driver, or fewer frames, at a time.
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    driver: { type: "string", multiple: true, default: [] },
    frames: { type: "string" },
  },
});
const { quick, only, driver: drivers } = values;
const frames = values.frames === undefined ? null : Number(values.frames);
const options = { full: !quick, drivers, frames };
if (frames !== null && !(Number.isSafeInteger(frames) && frames > 0)) {
  process.stderr.write("--frames takes a whole number above 0, e.g. --frames 1000000.\n");
  process.exitCode = 2;
} else {
  const folder = join(import.meta.dirname, "faults");
  const run =
    quick && only.length !== 1 ? runBeside(folder, options, only) : runSeries(folder, "fault", options, only, true);
  process.exitCode = await run;
}
