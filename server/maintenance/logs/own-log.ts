import { alsoKeep, type Log } from "../../log.ts";
import { openDailyLog } from "./daily-log.ts";
import { sweepLogs } from "./sweep-logs.ts";

const SWEEP_MS = 3_600_000;

/**
 * For a process that a service manager started: besides its standard output, which goes to the journal, it keeps the daily
 * logs of the home. Under our supervisor it does nothing, since the supervisor keeps them.
 */
export function keepOwnLog(home: string, service: string, log: Log): void {
  if (process.send !== undefined) return;
  const own = openDailyLog(home, service);
  const browsers = openDailyLog(home, "browser");
  alsoKeep((line) => (line.includes('"from":"browser"') ? browsers : own).write([line.trimEnd()]));
  const sweep = async () => {
    const { removed, packed, failed } = await sweepLogs(home, new Date());
    if (removed + packed + failed > 0) log.info("log.swept", { removed, packed, failed });
  };
  void sweep();
  setInterval(() => void sweep(), SWEEP_MS).unref();
}
