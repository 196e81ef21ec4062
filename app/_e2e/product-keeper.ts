import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { forgetStop, isAskedToStop, PLACE, sayFailed, sourcesNow, writeRunning } from "./shared-place.ts";
import { removeHome, startProduct } from "./start-product.ts";

const IDLE_MS = 20_000;
const LOOK_MS = 500;

/** Runs apart from the tests: starts the product, stops it when no test process has used it for a while. */
if (PLACE.becomeKeeper()) await keep();

async function keep(): Promise<void> {
  const asked = Promise.withResolvers<void>();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => asked.resolve());
  clearUpAfterTheDead();
  forgetStop();
  const sources = sourcesNow();
  const product = await startProduct(join(PLACE.folder, `home-${process.pid}`)).catch((error: unknown) => {
    sayFailed(String(error));
    rmSync(join(PLACE.folder, "keeper"), { force: true });
    throw error;
  });
  writeRunning({ address: product.address, home: product.home, sources });
  PLACE.sayReady(true);
  await Promise.race([idle(), product.ended, asked.promise]);
  PLACE.sayReady(false);
  await product.stop();
  rmSync(join(PLACE.folder, "keeper"), { force: true });
  process.exit();
}

async function idle(): Promise<void> {
  for (let busyAt = Date.now(); ; await wait(LOOK_MS)) {
    const { living, dead } = PLACE.announced();
    for (const pid of dead) PLACE.withdraw(pid);
    if (living.length > 0) busyAt = Date.now();
    if (isAskedToStop()) return;
    if (Date.now() - busyAt < IDLE_MS) continue;
    // Who announces itself after this line finds nothing ready and waits for the next keeper.
    PLACE.sayReady(false);
    if (PLACE.announced().living.length === 0) return;
    PLACE.sayReady(true);
    busyAt = Date.now();
  }
}

/** The product of a keeper that was killed has ended with it; its home is still there. */
function clearUpAfterTheDead(): void {
  for (const name of readdirSync(PLACE.folder))
    if (/^home-\d+$/.test(name) && name !== `home-${process.pid}`) removeHome(join(PLACE.folder, name));
}
