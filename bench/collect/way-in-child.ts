import { adoptClusters } from "../clusters.ts";
import { measureWayIn } from "./way-in.ts";

const [size, home] = process.argv.slice(2);
if (home !== undefined) adoptClusters(home);
process.send?.(await measureWayIn(size === "quick"));
process.disconnect();
