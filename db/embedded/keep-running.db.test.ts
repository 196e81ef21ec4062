import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "node:test";
import { openOwnClusters } from "../testing/own-clusters.ts";
import { stopCluster } from "./cluster.ts";
import { keepRunning } from "./keep-running.ts";
import { dataFolder, openPlace } from "./place.ts";
import { runningPostmaster } from "./postmaster.ts";

test("a cluster that was killed is started again, the other is left alone, and one that is stopped afterwards stays stopped", async (t) => {
  const clusters = await openOwnClusters({ throwaway: true });
  t.after(() => clusters.close());
  const place = openPlace(clusters.home);
  const pidOf = (cluster: "data" | "keyring") => runningPostmaster(dataFolder(place, cluster));
  const told: string[] = [];
  const keeper = keepRunning(clusters.home, {
    clusters: ["data", "keyring"],
    settings: { throwaway: true },
    tell: (event, cluster) => void told.push(`${event} ${cluster}`),
  });
  t.after(() => keeper.end());
  const [before, other] = [pidOf("data"), pidOf("keyring")];
  assert.ok(before !== null && other !== null);
  process.kill(before, "SIGKILL");
  for (const end = Date.now() + 20_000; Date.now() < end && !told.includes("cluster.started data"); ) await wait(100);
  assert.deepEqual(
    [...new Set(told)].filter((line) => !line.startsWith("cluster.not-started")),
    ["cluster.died data", "cluster.started data"],
  );
  assert.notEqual(pidOf("data"), before);
  assert.equal(pidOf("keyring"), other);
  const [row] = await clusters.data("web")`select 1 as one`.catch(() => clusters.data("web")`select 1 as one`);
  assert.equal(row?.["one"], 1);
  await keeper.end();
  await stopCluster(place, "data", "immediate");
  await wait(2_500);
  assert.equal(pidOf("data"), null);
});
