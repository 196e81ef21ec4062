import assert from "node:assert/strict";
import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { ftp } from "#server/sources/ftp/transport.ts";
import * as ftpPeer from "#server/sources/ftp/ftp-server-fixture.ts";
import { allowNetwork } from "#server/sources/index.ts";
import * as sftpPeer from "#server/sources/sftp/sftp-server-fixture.ts";
import { sftp } from "#server/sources/sftp/transport.ts";
import type { Transport } from "#server/sources/transport.ts";
import { asteriskLine, type CollectorFixture, openCollectorFixture } from "./collector-fixture.ts";
import { collectOnce } from "./collect-once.ts";
import { committedPositions } from "./known-positions.ts";

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${asteriskLine(from + i)}\n`).join("");

const PEERS = {
  sftp: { transport: sftp, open: (root: string) => sftpPeer.openSftpPeer(root), ...sftpPeer },
  ftp: { transport: ftp, open: (root: string) => ftpPeer.openFtpPeer(root, "explicit"), ...ftpPeer },
} as const;

test("files of another machine are stored once and deleted there only when the database has them", async (t) => {
  const fixture = await openCollectorFixture(t);
  allowNetwork(fixture.ingest.db.home, "prov", "127.0.0.1");
  let calls = 0;
  for (const [n, id] of (["sftp", "ftp"] as const).entries()) {
    const desk = await openDesk(t, fixture, id);
    const from = n * 40;
    await writeFile(join(desk.root, "a.csv"), lines(from, from + 20));
    await writeFile(join(desk.root, "b.csv"), lines(from + 20, from + 30).slice(0, -1));
    assert.equal(await desk.collect(), null);
    assert.equal(await desk.collect(), null);
    assert.deepEqual((await readdir(desk.root)).sort(), ["a.csv", "b.csv"], "the inbox is not the database");
    await fixture.store();
    calls += 30;
    assert.equal(await fixture.ingest.count("call_record"), calls);
    await appendFile(join(desk.root, "b.csv"), `\n${lines(from + 30, from + 35)}`);
    assert.equal(await desk.collect(), null);
    assert.deepEqual(await readdir(desk.root), ["b.csv"]);
    await fixture.store();
    calls += 5;
    // Sent again under another name, as some systems do after a restart.
    await writeFile(join(desk.root, "again.csv"), lines(from, from + 20));
    assert.equal(await desk.collect(), null);
    assert.deepEqual(await readdir(desk.root), []);
    await fixture.store();
    assert.equal(await fixture.ingest.count("call_record"), calls);
  }
  assert.equal(await fixture.ingest.count("undefined_line"), 0);
  const { collector, ingest } = fixture;
  const none = await committedPositions(collector, ingest.companyId, 1, ["00000000-0000-8000-8000-000000000000"]);
  assert.deepEqual([...none], []);
});

test("a source whose network is not allowed says so, and connects to nothing", async (t) => {
  const fixture = await openCollectorFixture(t);
  allowNetwork(fixture.ingest.db.home, "prov", "127.0.0.1");
  const desk = await openDesk(t, fixture, "sftp");
  const row = { ...(await desk.row()), settings: { ...(await desk.row()).settings, host: "192.0.2.7" } };
  const outcome = await collectOnce(desk.collector, row, AbortSignal.timeout(20_000));
  assert.equal(outcome.problem, "network-refused");
});

async function openDesk(t: TestContext, fixture: CollectorFixture, id: keyof typeof PEERS) {
  const root = await mkdtemp(join(tmpdir(), "gallra-peer-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  const { open, transport, USER: user, PASSWORD: password } = PEERS[id];
  const peer = await open(root);
  t.after(() => peer.close());
  const source = await fixture.addSource();
  const collector = { ...fixture.collector, credentialsOf: () => Promise.resolve({ password }) };
  const settings = { host: "127.0.0.1", port: peer.port, user, mode: "drop", after: "delete", restSeconds: 0.1 };
  const pin = await pinOf(transport as Transport, settings, password, collector.machineOf(fixture.ingest.companyId));
  const row = async () => ({ ...(await source.row()), transport: id, settings: { ...settings, pin } });
  return {
    root,
    collector,
    row,
    async collect() {
      return (await collectOnce(collector, await row(), AbortSignal.timeout(30_000))).problem;
    },
  };
}

async function pinOf(
  transport: Transport,
  settings: object,
  password: string,
  machine: Parameters<Transport["test"]>[0]["machine"],
): Promise<string | undefined> {
  const read = transport.settings.parse(settings);
  const signal = AbortSignal.timeout(10_000);
  const found = await transport.test({
    settings: read,
    credentials: { password },
    framing: { kind: "line" },
    machine,
    signal,
  });
  return found.pin?.fingerprint;
}
