import { setTimeout as wait } from "node:timers/promises";
import { readEnv } from "#server/env.ts";
import { createLog, errorFields } from "#server/log.ts";
import { play } from "./play.ts";

// Run by the supervisor beside a demo home: the systems of the demo go on writing.
const log = createLog("demo");
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
process.once("SIGINT", () => stop.abort());
process.send?.({ ready: true });

try {
  await play(readEnv().home, {
    clock: () => new Date(),
    pause: (ms) => wait(ms, undefined, { signal: stop.signal }),
    failed: (error) => log.warn("demo-line-not-written", errorFields(error)),
  });
} catch (error) {
  if (!stop.signal.aborted) throw error;
}
process.exit(0);
