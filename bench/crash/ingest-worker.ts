import { readEnv } from "#server/env.ts";
import { openIngest } from "#server/ingest/index.ts";
import { openInstallation } from "#server/installation.ts";
import { createLog } from "#server/log.ts";
import { inboxOf } from "#workers/collector/collector-context.ts";
import { startIngestLoop } from "#workers/handlers/ingest-loop.ts";

// The part of the worker that crashes are tried on: the ingest loop as the worker runs it, without the job queue.
const env = readEnv();
const log = createLog("worker");
const installation = await openInstallation(env, { log, name: "worker", roles: ["ingest", "keeper"] });
const loop = startIngestLoop(openIngest(installation), inboxOf(env.home));
process.once("disconnect", () => void loop.stop().then(() => process.exit(0)));
process.send?.({ ready: true });
