import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { startVictim, takeMark, type Victim } from "#bench/crash/victim.ts";
import { dialFtp, dialSftp, UPLOAD_PASSWORD, type Uploader } from "#bench/transports/players/uploads.ts";
import { freePort } from "#db/testing/free-port.ts";
import { withCompany } from "#db/with-company.ts";
import { currentInboxKeys, ensureInboxKeys } from "#server/keyring/index.ts";
import { putInboxPublicKeys } from "#server/store/inbox-keys.ts";
import { asteriskLine, openCollectorFixture } from "./collector-fixture.ts";
import { serverOf } from "./uploads-fixture.ts";

/**
 * While the file still comes; closed and not decided; decided and nothing moved; some of it moved; all of it in the inbox and the sender
 * not told.
 */
const POINTS = {
  "sftp-server": ["synced", "upload-undecided", "upload-decided", "upload-half-moved", "upload-moved"],
  // Behind its connections it is the same: its own are the first and the last one.
  "ftp-server": ["upload-moved"],
} as const;
const CALLS = 5;
const RUBBISH = 40;

for (const transport of ["sftp-server", "ftp-server"] as const)
  test(`a collector killed at any point of a file pushed to its ${transport} stores it once, and all that it answered for`, async (t) => {
    const fixture = await openCollectorFixture(t);
    const { ingest, inbox } = fixture;
    const { db, companyId } = ingest;
    // A process of its own goes by today's clock.
    await ensureInboxKeys(ingest.keyring, new Date().toISOString().slice(0, 10), 2);
    const keys = await currentInboxKeys(ingest.keyring);
    await putInboxPublicKeys(
      db.data("keeper"),
      keys.map(({ day, kid, publicJwk }) => ({ day, kid, jwk: { ...publicJwk } })),
    );
    const port = await freePort();
    const passive = { security: "none", passiveFrom: port + 1, passiveTo: port + 20 };
    await serverOf(fixture, transport, port, transport === "ftp-server" ? passive : {}, UPLOAD_PASSWORD);
    const dial = transport === "sftp-server" ? dialSftp : dialFtp;
    const mark = join(db.home, `mark-${randomUUID()}`);
    const life = async (point?: string) => {
      const victim = startVictim(db.home, "collector", point === undefined ? undefined : { name: point, mark });
      t.after(() => victim.kill());
      await victim.ready;
      return { victim, peer: await dialled(t, () => dial(port), victim) };
    };
    for (const [n, point] of POINTS[transport].entries()) {
      const file = fileOf(n);
      const first = await life(point);
      await assert.rejects(first.peer.put("calls.csv", file), `${point}: nobody was told that it is stored`);
      assert.equal(await first.victim.died, "SIGKILL");
      assert.ok(takeMark(mark), `it died at ${point}`);
      await withCompany(db.data("owner"), companyId, (tx) => tx`update data.source_lease set expires_at = now()`);
      // The system was not answered, and sends again; then this life ends as soon as it has answered.
      const second = await life();
      await second.peer.put("calls.csv", file);
      assert.ok(await second.victim.kill());
      await withCompany(db.data("owner"), companyId, (tx) => tx`update data.source_lease set expires_at = now()`);
      const staged = join(inbox, "staged");
      assert.deepEqual(existsSync(staged) ? readdirSync(staged) : [], [], `${point} leaves nothing behind`);
      await fixture.store();
      assert.deepEqual(
        [await ingest.count("call_record"), await ingest.count("undefined_line")],
        [(n + 1) * CALLS, (n + 1) * RUBBISH],
        point,
      );
    }
  });

/** More than two segments: pieces wait on the disk before it is closed. */
function fileOf(n: number): string {
  const calls = Array.from({ length: CALLS }, (_, at) => asteriskLine(n * CALLS + at));
  const rubbish = Array.from({ length: RUBBISH }, (_, at) => `rubbish ${n} ${at} ${"x".repeat(60_000)}`);
  return [...calls, ...rubbish].map((line) => `${line}\n`).join("");
}

async function dialled(t: TestContext, dial: () => Promise<Uploader>, victim: Victim): Promise<Uploader> {
  for (let tries = 0; tries < 400; tries++) {
    const peer = await dial().catch(() => null);
    if (peer !== null) {
      t.after(() => peer.close());
      return peer;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`process ${victim.pid} does not listen`);
}
