import { measureWayIn } from "./way-in.ts";

process.send?.(await measureWayIn(process.argv[2] === "quick"));
process.disconnect();
