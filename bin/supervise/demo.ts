import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Env } from "#server/env.ts";
import type { Log } from "#server/log.ts";

/** Loads the demo into a home that was never started with or without one. A demo cut short is loaded to its end. */
export async function ensureDemo(env: Env, log: Log, empty: boolean, say: (text: string) => void): Promise<void> {
  const note = join(env.home, "started.json");
  if (existsSync(note)) return;
  if (!empty) {
    say("Preparing the demo: three companies and their calls ...");
    const { loadDemo } = await import("../demo.ts");
    await loadDemo(env, log);
  }
  writeFileSync(note, `${JSON.stringify({ demo: !empty, release: env.release, at: new Date().toISOString() })}\n`, {
    mode: 0o600,
  });
}

/** The demo's PBX goes on calling for as long as its note stands in the home. */
export function playsDemo(home: string): boolean {
  return existsSync(join(home, "demo.json"));
}
