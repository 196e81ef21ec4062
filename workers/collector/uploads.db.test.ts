import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import ssh2, { type SFTPWrapper } from "ssh2";
import { listSources } from "#server/store/sources.ts";
import { listTransfers } from "#server/store/transfers.ts";
import { withCompany } from "#db/with-company.ts";
import { Readable } from "node:stream";
import { Client } from "basic-ftp";
import { collect } from "./collect.ts";
import { PASSWORD, serverOf } from "./uploads-fixture.ts";
import { asteriskLine, type CollectorFixture, openCollectorFixture } from "./collector-fixture.ts";
import { freePort } from "#db/testing/free-port.ts";

test("files pushed by SFTP are stored once, sealed at every moment; what was acknowledged outlives a process, what was cut off does not", async (t) => {
  const fixture = await openCollectorFixture(t);
  const { ingest, collector, inbox } = fixture;
  const port = await freePort();
  await serverOf(fixture, "sftp-server", port, {});
  // Two megabytes: what is on disk before the close is sealed, and counts for nothing.
  const large = Array.from({ length: 95 }, (_, n) => asteriskLine(n)).join("\n");
  const padded = `${large}\n${Array.from({ length: 30_000 }, (_, n) => `rubbish ${n} ${"0701740605".repeat(8)}`).join("\n")}\n`;
  const first = await living(collector, port);
  const cut = await peer(port);
  const half = await opened(cut.sftp, "/large.csv");
  await writeAll(cut.sftp, half, Buffer.from(padded));
  await eventually(async () => (await filesBelow(inbox)).some((path) => path.includes(".open")));
  for (const path of await filesBelow(inbox)) assert.ok(!(await readFile(path)).includes("0701740605"));
  // The process is abandoned: its connection is gone, and nobody tidied up.
  cut.client.destroy();
  await fixture.store();
  assert.equal(await ingest.count("call_record"), 0);
  await first.stop();

  const second = await living(collector, port);
  assert.deepEqual(
    (await filesBelow(inbox)).filter((path) => path.includes("staged")),
    [],
  );
  const { sftp, client } = await peer(port);
  await put(sftp, "/large.csv", padded);
  await put(sftp, "/again.csv", padded);
  await put(sftp, "/cdr.tmp", `${asteriskLine(95)}\n`);
  await new Promise<void>((resolve, reject) =>
    sftp.rename("/cdr.tmp", "/cdr", (error) => (error ? reject(error) : resolve())),
  );
  // It is acknowledged and in the inbox when its collector dies before anybody read it.
  client.destroy();
  await second.stop();
  await fixture.store();
  assert.deepEqual([await ingest.count("call_record"), await ingest.count("undefined_line")], [96, 30_000]);

  const third = await living(collector, port);
  const after = await peer(port);
  await put(after.sftp, "/large-renamed.csv", padded);
  await put(after.sftp, "/large.csv", `${padded}${asteriskLine(200)}\n`);
  after.client.end();
  await third.stop();
  await fixture.store();
  assert.deepEqual([await ingest.count("call_record"), await ingest.count("undefined_line")], [97, 30_000]);

  const ftp = await freePort();
  await serverOf(fixture, "ftp-server", ftp, {
    security: "none",
    passiveFrom: ftp + 1,
    passiveTo: ftp + 20,
    user: "bcm",
  });
  const fourth = await living(collector, port);
  const pusher = new Client(20_000);
  await eventually(() =>
    pusher.access({ host: "127.0.0.1", port: ftp, user: "bcm", password: PASSWORD }).then(
      () => true,
      () => false,
    ),
  );
  for (const name of ["a.csv", "b.csv"])
    await pusher.uploadFrom(Readable.from(`${asteriskLine(301)}\n${asteriskLine(302)}\n`), name);
  pusher.close();
  await fourth.stop();
  await fixture.store();
  assert.equal(await ingest.count("call_record"), 99);
  assert.ok(!fixture.logged.join("").includes("0701740605"));
  assert.ok(!fixture.logged.join("").includes(PASSWORD));
});

test("a refused file begins a transfer session of its own: it counts it and names why; the file's name stands nowhere", async (t) => {
  const fixture = await openCollectorFixture(t);
  const { ingest, collector } = fixture;
  const port = await freePort();
  const sourceId = await serverOf(fixture, "sftp-server", port, {});
  const running = await living(collector, port);
  const { sftp, client } = await peer(port);
  const web = ingest.db.data("web");
  const sessions = async () =>
    await withCompany(
      web,
      ingest.companyId,
      async (tx) => await listTransfers(tx, ingest.companyId, { sourceId, limit: 10 }),
      { readOnly: true },
    );
  assert.deepEqual(await sessions(), []);
  for (let n = 0; n < 2; n++) await assert.rejects(opened(sftp, "/070-1740605.csv.gz"), /Compressed/);
  await eventually(async () => (await sessions())[0]?.errors === 2);
  await eventually(async () => {
    const [row] = await withCompany(web, ingest.companyId, async (tx) => await listSources(tx, ingest.companyId));
    return row?.state === "failed" && row.stateReason === "files-compressed";
  });
  // What is right is taken all the same.
  await put(sftp, "/a.csv", `${asteriskLine(1)}\n`);
  client.end();
  await running.stop();
  await fixture.store();
  assert.equal(await ingest.count("call_record"), 1);
  const [session, ...more] = await sessions();
  assert.deepEqual([session?.files, session?.errors, session?.error, more.length], [1, 2, "files-compressed", 0]);
  const logged = fixture.logged.join("");
  assert.match(logged, /"event":"source.noted".*"note":"refused","count":2,"why":"files-compressed"/);
  assert.ok(!logged.includes("1740605"));
});

async function living(collector: CollectorFixture["collector"], port: number): Promise<{ stop(): Promise<void> }> {
  const ending = new AbortController();
  const done = collect(collector, ending.signal);
  await eventually(() =>
    peer(port).then(
      ({ client }) => {
        client.end();
        return true;
      },
      () => false,
    ),
  );
  return {
    async stop() {
      ending.abort();
      await done;
    },
  };
}

async function peer(port: number): Promise<{ client: ssh2.Client; sftp: SFTPWrapper }> {
  const client = new ssh2.Client();
  client.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    client
      .once("ready", resolve)
      .once("error", reject)
      .once("close", () => reject(new Error("closed")));
    client.connect({ host: "127.0.0.1", port, username: "pbx", password: PASSWORD });
  });
  client.setNoDelay(true);
  return await new Promise((resolve, reject) =>
    client.sftp((error, sftp) => (error === undefined ? resolve({ client, sftp }) : reject(error))),
  );
}

async function opened(sftp: SFTPWrapper, path: string): Promise<Buffer> {
  return await new Promise((resolve, reject) =>
    sftp.open(path, "w", (error, handle) => (error === undefined ? resolve(handle) : reject(error))),
  );
}

async function writeAll(sftp: SFTPWrapper, handle: Buffer, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += 30_000)
    await new Promise<void>((resolve, reject) =>
      sftp.write(handle, bytes, at, Math.min(30_000, bytes.length - at), at, (error) =>
        error ? reject(error) : resolve(),
      ),
    );
}

async function put(sftp: SFTPWrapper, path: string, text: string): Promise<void> {
  const handle = await opened(sftp, path);
  await writeAll(sftp, handle, Buffer.from(text));
  await new Promise<void>((resolve, reject) => sftp.close(handle, (error) => (error ? reject(error) : resolve())));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 200) throw new Error("it does not come to be so");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
