import { join } from "node:path";
import type { Installation } from "#server/context.ts";
import type { JobHandlers } from "#server/jobs/catalogue.ts";
import { runChecks } from "#server/maintenance/health/run-checks.ts";
import { deliverMessage, forgetOldMessages, watchAlarms, watchAll } from "#server/watch/index.ts";

type AlarmJobs = "watch-guards" | "watch-alarms" | "deliver-alarm" | "forget-messages";

/** What raises alarms, and what tells them. */
export function alarmHandlers(installation: Installation): Pick<JobHandlers, AlarmJobs> {
  return {
    "watch-guards": async (_, signal) => void (await watchAll(installation, { signal })),
    "watch-alarms": async (_, signal) =>
      void (await watchAlarms(installation, { checks: () => badChecks(installation), signal })),
    "deliver-alarm": async (message, signal) => deliverMessage(installation, message, signal),
    "forget-messages": async (_, signal) => void (await forgetOldMessages(installation, signal)),
  };
}

/** What of the installation does not work, as the page of its health says it. */
async function badChecks(installation: Installation) {
  const { env, clock } = installation;
  const certFile = env.certFile ?? join(env.home, "tls", "certificate.pem");
  const results = await runChecks({ home: env.home, release: env.release, now: clock(), certFile, installation });
  return results.filter(({ state }) => state === "bad");
}
