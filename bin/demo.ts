import { rmSync } from "node:fs";
import { addDays } from "#server/domain/zoned-time.ts";
import type { Env } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import type { Log } from "#server/log.ts";
import { momentOf } from "./demo/moment.ts";
import { readDemoNote, writeDemoNote } from "./demo/note.ts";
import { setUpDemo } from "./demo/set-up.ts";
import { folderOf, PBXES, writePast } from "./demo/write-files.ts";

const DAYS = 130;

/**
 * Makes a home a demo: three companies of one reseller, and the files their systems wrote in the last 130 days. The real
 * collector reads them. May be repeated after it was cut short.
 */
export async function loadDemo(env: Env, log: Log): Promise<void> {
  const installation = await openInstallation(env, { log, name: "demo", roles: ["web", "keeper"], connections: 1 });
  try {
    await setUpDemo(installation);
    if (readDemoNote(env.home) !== null) return;
    const now = installation.clock();
    const moment = momentOf(now);
    for (const pbx of PBXES) rmSync(folderOf(env.home, pbx), { recursive: true, force: true });
    const lines = writePast(env.home, { day: addDays(moment.day, -DAYS), second: 0 }, moment);
    writeDemoNote(env.home, now);
    log.info("demo-loaded", { lines });
  } finally {
    await installation.close();
  }
}
