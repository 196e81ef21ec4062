import { createLog } from "../../../log.ts";
import { openInstallation } from "../../../installation.ts";
import { deliverMessage } from "../deliver-message.ts";

/** A worker's hand in a process of its own, to be killed: home, the moment, company and message as arguments. */
const [home = "", now = "", companyId = "", messageId = ""] = process.argv.slice(2);
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
await deliverMessage(installation, { companyId: Number(companyId), messageId }, new AbortController().signal);
await installation.close();
