import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { Client } from "basic-ftp";
import ssh2, { type SFTPWrapper } from "ssh2";
import { freePort } from "#db/testing/free-port.ts";
import { withCompany } from "#db/with-company.ts";
import { addSource, startSource, testSource } from "#server/collect/index.ts";
import { inviteEdge, listEdges } from "#server/edge/index.ts";
import { listSegments } from "#server/inbox/index.ts";
import { allowPort } from "#server/sources/index.ts";
import { asteriskLine } from "../collector/collector-fixture.ts";
import { openEdgeFixture, until } from "./edge-fixture.ts";

const PASSWORD = "hjortron-och-messmör";

test("an edge takes uploads by SFTP and FTP with credentials that only it opens, and refuses them while it is full", async (t) => {
  const fixture = await openEdgeFixture(t);
  const { ctx, ingest } = fixture;
  const home = fixture.newHome();
  const inbox = join(home, "inbox");
  const [sftpPort, ftpPort] = [await freePort(), await freePort()];
  for (const from of [sftpPort, ftpPort])
    allowPort(home, ctx.company.slug, { kind: "address", address: "127.0.0.1", from, to: from + 20 });
  const { code, edgeId } = await inviteEdge(ctx, { name: "Källaren" });
  const common = { address: "127.0.0.1", user: "pbx" };
  const sftpServer = {
    name: "SFTP",
    transport: "sftp-server" as const,
    driver: "asterisk-cdr-csv",
    settings: { ...common, port: sftpPort },
    credentials: { password: PASSWORD },
  };
  await assert.rejects(addSource(ctx, sftpServer, edgeId), /no key to seal a credential to/);
  // A hundred kilobytes may wait.
  const edge = fixture.run(home, code, ["--limit-gib", "0.0001"]);
  const told = () => [edge.lines, fixture.doorLog];
  await until("enrolment", async () => edge.lines.join().includes("edge.started"));

  const tried = await testSource(ctx, { source: sftpServer, edgeId });
  assert.equal(tried.enter?.["port"], String(sftpPort));
  const sftpId = (await addSource(ctx, sftpServer, edgeId)).sourceId;
  const passive = { passiveFrom: ftpPort + 1, passiveTo: ftpPort + 20, security: "none" };
  const ftpServer = {
    ...sftpServer,
    name: "FTP",
    transport: "ftp-server" as const,
    settings: { ...common, port: ftpPort, ...passive },
  };
  const ftpId = (await addSource(ctx, ftpServer, edgeId)).sourceId;
  await startSource(ctx, { sourceId: sftpId });
  await startSource(ctx, { sourceId: ftpId });
  const stored = (count: number) => async () => {
    await fixture.store();
    return (await ingest.count("call_record")) >= count && (await listSegments(inbox)).length === 0;
  };
  const isOpen = () => connected(sftpPort).then(...both);
  await until("the edge to listen", isOpen, told);
  const peer = await connected(sftpPort);
  await put(peer.sftp, "/a.csv", `${asteriskLine(1)}\n${asteriskLine(2)}\n`);
  await until("the uploaded calls", stored(2), told);
  await assert.rejects(connected(sftpPort, "wrong"));

  const ftp = new Client(20_000);
  const access = { host: "127.0.0.1", port: ftpPort, user: "pbx", password: PASSWORD };
  await until("the FTP server", () => ftp.access(access).then(...both), told);
  await ftp.uploadFrom(Readable.from(`${asteriskLine(3)}\n`), "b.csv");
  ftp.close();
  await until("the calls by FTP", stored(3), told);

  // Nobody takes anything from it: it fills, says no to the telephone system, and forgets nothing that it has said yes to.
  await fixture.portal.down();
  const noise = (lines: number) => Array.from({ length: lines }, () => randomBytes(40).toString("hex")).join("\n");
  let said = 0;
  for (let n = 0; n < 40; n++) {
    const isTaken = await put(peer.sftp, `/noise-${n}.csv`, `${noise(400)}\n`).then(...both);
    if (!isTaken) break;
    said++;
  }
  assert.ok(said > 0 && said < 40, `it took ${said} files`);
  await assert.rejects(put(peer.sftp, "/late.csv", `${asteriskLine(4)}\n`), "still full");
  await until("the word of it", async () => edge.lines.join().includes("edge.full"), told);
  await fixture.portal.up();
  await until("the alarm", async () => (await listEdges(ctx)).edges[0]?.isFull === true, told);
  await until("room", async () => {
    await fixture.store();
    return (await ingest.count("undefined_line")) >= said * 400 && (await listSegments(inbox)).length === 0;
  });
  await until("the telephone system to be heard again", () =>
    put(peer.sftp, "/late.csv", `${asteriskLine(4)}\n`).then(...both),
  );
  await until("the late call", stored(4), told);
  await until("no alarm", async () => (await listEdges(ctx)).edges[0]?.isFull === false, told);
  assert.deepEqual([await ingest.count("call_record"), await ingest.count("undefined_line")], [4, said * 400]);
  peer.client.end();

  for (const entry of await readdir(home, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) assert.ok(!(await readFile(join(entry.parentPath, entry.name))).includes(PASSWORD), entry.name);
  const rows = await withCompany(
    ingest.db.data("owner"),
    ctx.company.id,
    (tx) => tx`select sealed from data.source_credential`,
  );
  assert.ok(rows.length === 2 && rows.every((row) => !String(row["sealed"]).includes(PASSWORD)));
  assert.doesNotMatch([...edge.lines, ...fixture.doorLog].join("\n"), /hjortron|0701740/);
});

/** Whether it went well. */
const both = [() => true, () => false] as const;

async function connected(port: number, password = PASSWORD): Promise<{ client: ssh2.Client; sftp: SFTPWrapper }> {
  const client = new ssh2.Client();
  await new Promise<void>((resolve, reject) => {
    client
      .on("error", reject)
      .once("ready", resolve)
      .once("close", () => reject(new Error("closed")));
    client.connect({ host: "127.0.0.1", port, username: "pbx", password, readyTimeout: 5_000 });
  });
  return await new Promise((resolve, reject) =>
    client.sftp((error, sftp) => (error === undefined ? resolve({ client, sftp }) : reject(error))),
  );
}

async function put(sftp: SFTPWrapper, path: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const handle = await new Promise<Buffer>((resolve, reject) =>
    sftp.open(path, "w", (error, opened) => (error === undefined ? resolve(opened) : reject(error))),
  );
  for (let at = 0; at < bytes.length; at += 30_000)
    await new Promise<void>((resolve, reject) =>
      sftp.write(handle, bytes, at, Math.min(30_000, bytes.length - at), at, (error) =>
        error ? reject(error) : resolve(),
      ),
    );
  await new Promise<void>((resolve, reject) => sftp.close(handle, (error) => (error ? reject(error) : resolve())));
}
