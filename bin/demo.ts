import { rmSync } from "node:fs";
import type { Installation } from "#server/context.ts";
import { addDays } from "#server/domain/zoned-time.ts";
import type { Env } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import type { Log } from "#server/log.ts";
import { runDemoSteps } from "#server/maintenance/demo/run-demo.ts";
import { DEMO_PEOPLE } from "./demo/companies.ts";
import { momentOf } from "./demo/moment.ts";
import { readDemoNote, writeDemoNote } from "./demo/note.ts";
import { setUpDemo } from "./demo/set-up.ts";
import { folderOf, PBXES, writePast } from "./demo/write-files.ts";
import { readFirstSignIns, writeFirstSignIns } from "./first-sign-in.ts";

const DAYS = 130;

/** For a process that has no doors open yet, such as the first start. */
export async function loadDemo(env: Env, log: Log): Promise<void> {
  const installation = await openInstallation(env, { log, name: "demo", roles: ["web", "keeper"], connections: 1 });
  try {
    await loadDemoInto(installation);
  } finally {
    await installation.close();
  }
}

/**
 * Makes an installation a demo: three companies of one reseller, and the files their systems wrote in the last 130 days. The
 * real collector reads them. May be repeated after it was cut short.
 */
export async function loadDemoInto(installation: Installation): Promise<void> {
  const { env, log } = installation;
  await runDemoSteps(installation, "load", [
    () => setUpDemo(installation),
    async () => {
      if (readDemoNote(env.home) !== null) return;
      const now = installation.clock();
      const moment = momentOf(now);
      for (const pbx of PBXES) rmSync(folderOf(env.home, pbx), { recursive: true, force: true });
      const lines = writePast(env.home, { day: addDays(moment.day, -DAYS), second: 0 }, moment);
      writeDemoNote(env.home, now);
      log.info("demo-loaded", { lines });
    },
  ]);
}

/** The generated passwords of people who go with the demo; the system administrator stays. */
export function forgetDemoSignIns(home: string): void {
  const gone = new Set(
    DEMO_PEOPLE.filter(({ profile }) => profile !== "system-administrator").map(({ email }) => email),
  );
  const kept = readFirstSignIns(home).filter(({ email }) => !gone.has(email));
  writeFirstSignIns(home, kept);
}
