import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { environmentOf, type Product, productAt } from "./product.ts";
import { askToStop, failureOfStart, forgetFailure, PLACE, readRunning, sourcesNow } from "./shared-place.ts";

const START_MS = 330_000;
const LOG = `${PLACE.folder}.log`;

/**
 * The one running product of a test run, empty but for what tests have settled in it: it starts with the first test that
 * asks, is shared by all test processes of this working tree and stops some time after the last one, however that ended.
 * Nobody is alone in it: see `settle` for a company of one's own.
 */
export async function shareProduct(t?: { after(fn: () => void): void }): Promise<Product> {
  const sources = sourcesNow();
  PLACE.announce();
  const withdraw = () => PLACE.withdraw(process.pid);
  if (t === undefined) process.once("exit", withdraw);
  else t.after(withdraw);
  const until = Date.now() + START_MS;
  if (!PLACE.hasKeeper()) forgetFailure();
  for (let round = 0; ; round++) {
    if (PLACE.isReady()) {
      const running = readRunning();
      // What was edited since a keeper started it is not what runs; nobody else is using it if this process is alone.
      if (running.sources === sources || PLACE.announced().living.length > 1)
        return productAt(running.address, running.home);
      askToStop();
    } else if (!PLACE.hasKeeper()) {
      const reason = failureOfStart();
      if (reason !== null) throw new Error(`the shared product does not start: ${reason}`);
      startKeeper();
    }
    if (Date.now() > until) throw new Error(`the shared product does not start: see ${LOG}`);
    PLACE.announce();
    await wait(round < 20 ? 100 : 250);
  }
}

/** Detached, so that it outlives the test process that happened to be first. */
function startKeeper(): void {
  mkdirSync(PLACE.folder, { recursive: true, mode: 0o700 });
  const log = openSync(LOG, "a", 0o600);
  spawn(process.execPath, [join(import.meta.dirname, "product-keeper.ts")], {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...environmentOf(""), TMPDIR: tmpdir() },
  }).unref();
  closeSync(log);
}
