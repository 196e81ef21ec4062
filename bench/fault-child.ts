import type { FaultSize } from "./figure.ts";
import { runPart } from "./part.ts";
import { partIn } from "./series.ts";

// A fault in a process of its own: its figures go to the process that asked for it.
const [file = "", size = "{}"] = process.argv.slice(2);
const figures = await runPart(await partIn<FaultSize>(file, "fault"), JSON.parse(size) as FaultSize);
process.send?.(figures, () => process.exit());
