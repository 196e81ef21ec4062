import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { startVictim } from "#bench/crash/victim.ts";
import { UPLOAD_PASSWORD, UPLOADER } from "#bench/transports/players/uploads.ts";
import { freePort } from "#db/testing/free-port.ts";
import { currentInboxKeys, ensureInboxKeys } from "#server/keyring/index.ts";
import { putInboxPublicKeys } from "#server/store/inbox-keys.ts";
import { listSegments } from "#server/inbox/index.ts";
import { openCollectorFixture } from "#workers/collector/collector-fixture.ts";
import { MEGABYTES, MOST_MEGABYTES, mostMegabytes, PATIENCE_MS, writeLarge } from "./large-file.ts";
import { serverOf } from "#workers/collector/uploads-fixture.ts";

const without = (path: string) => (existsSync(path) ? false : `${path} is not installed`);

test(`OpenSSH sends a file of ${MEGABYTES} MB: the collector's memory stays below ${MOST_MEGABYTES} MB`, {
  skip: without("/usr/bin/sftp"),
}, async (t) => {
  const place = await open(t, "sftp-server", async (home) => {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", join(home, "user")]);
    return { signIn: "key", publicKey: readFileSync(join(home, "user.pub"), "utf8") };
  });
  const { home, port, file } = place;
  writeFileSync(join(home, "batch"), `put ${file} large.csv\n`);
  const unknown = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];
  const to = ["-i", join(home, "user"), ...unknown, "-b", join(home, "batch"), "-P", String(port)];
  await place.sent(spawn("sftp", [...to, `${UPLOADER}@127.0.0.1`], { stdio: "ignore" }));
});

test(`lftp sends a file of ${MEGABYTES} MB by FTP: the collector's memory stays below ${MOST_MEGABYTES} MB`, {
  skip: without("/usr/bin/lftp"),
}, async (t) => {
  const place = await open(t, "ftp-server", async (_, port) => ({
    security: "none",
    passiveFrom: port + 1,
    passiveTo: port + 20,
  }));
  const script = `set net:max-retries 1; set cmd:fail-exit yes; open -u ${UPLOADER},${UPLOAD_PASSWORD} -p ${place.port} ftp://127.0.0.1; put ${place.file} -o large.csv`;
  await place.sent(spawn("lftp", ["-c", script], { stdio: "ignore" }));
});

async function open(t: TestContext, transport: string, settingsOf: (home: string, port: number) => Promise<object>) {
  const fixture = await openCollectorFixture(t);
  const { ingest, inbox } = fixture;
  const { home } = ingest.db;
  await ensureInboxKeys(ingest.keyring, new Date().toISOString().slice(0, 10), 2);
  const keys = await currentInboxKeys(ingest.keyring);
  await putInboxPublicKeys(
    ingest.db.data("keeper"),
    keys.map(({ day, kid, publicJwk }) => ({ day, kid, jwk: { ...publicJwk } })),
  );
  const port = await freePort();
  const settings = { maximumMegabytes: 65_536, ...(await settingsOf(home, port)) };
  await serverOf(fixture, transport, port, settings, UPLOAD_PASSWORD);
  const file = join(home, "large.csv");
  await writeLarge(file);
  const victim = startVictim(home, "collector");
  t.after(() => victim.kill());
  await victim.ready;
  const waitUntil = Date.now() + 30_000;
  while (!(await answers(port)) && Date.now() < waitUntil) await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    ...{ home, port, file },
    /** The peer was told that all of it is stored, it is, and the process never grew beyond the bound. */
    async sent(peer: ReturnType<typeof spawn>) {
      const began = performance.now();
      const late = setTimeout(() => peer.kill("SIGKILL"), PATIENCE_MS);
      const [code] = await once(peer, "exit");
      clearTimeout(late);
      const seconds = (performance.now() - began) / 1_000;
      assert.equal(code, 0);
      const most = mostMegabytes(victim.pid);
      t.diagnostic(`${MEGABYTES} MB in ${seconds.toFixed(1)} s, ${most} MB resident at most`);
      assert.ok(most < MOST_MEGABYTES, `${most} MB`);
      const segments = await listSegments(inbox);
      assert.equal(
        segments.reduce((sum, { from, to }) => sum + to - from, 0),
        MEGABYTES * 1_048_576,
      );
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = (await import("node:net")).connect(port, "127.0.0.1");
  return await new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).then((is) => {
    socket.destroy();
    return is === true;
  });
}
