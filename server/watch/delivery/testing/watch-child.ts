import { createLog } from "../../../log.ts";
import { openInstallation } from "../../../installation.ts";
import { watchAlarms } from "../watch-alarms.ts";

/** A worker that has just started looks for the first time: home, the moment and the check that is bad as arguments. */
const [home = "", now = "", check = ""] = process.argv.slice(2);
const installation = await openInstallation(
  { home, host: "127.0.0.1", port: 0, release: "test" },
  {
    log: createLog("child", () => undefined),
    name: "child",
    roles: ["web", "ingest", "keeper"],
    clock: () => new Date(now),
    connections: 2,
  },
);
await watchAlarms(installation, { checks: async () => [{ id: check }] });
await installation.close();
