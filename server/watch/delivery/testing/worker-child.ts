import { createLog } from "../../../log.ts";
import { openInstallation } from "../../../installation.ts";
import { deliverMessage } from "../deliver-message.ts";
import { watchAlarms } from "../watch-alarms.ts";

/**
 * A worker's hand in a process of its own, to be killed or to look for the first time: home, the moment, then `deliver` with company and
 * message, or `watch` with the check that is bad.
 */
const [home = "", now = "", what = "", ...about] = process.argv.slice(2);
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
const [first = "", messageId = ""] = about;
if (what === "watch") await watchAlarms(installation, { checks: async () => [{ id: first }] });
else await deliverMessage(installation, { companyId: Number(first), messageId }, new AbortController().signal);
await installation.close();
