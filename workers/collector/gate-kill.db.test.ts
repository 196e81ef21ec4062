import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { startVictim, takeMark } from "#bench/crash/victim.ts";
import { listSegments, openSegment } from "#server/inbox/index.ts";
import { currentInboxKeys, ensureInboxKeys } from "#server/keyring/index.ts";
import { setGate } from "#server/store/gate.ts";
import { putInboxPublicKeys } from "#server/store/inbox-keys.ts";
import { withCompany } from "#db/with-company.ts";
import { openCollectorFixture } from "./collector-fixture.ts";

/** After bytes were read; a segment written, on the disk, under its name, and its folder too. */
const POINTS = ["read", "unsynced", "synced", "segment-named", "acknowledgeable"] as const;
const SHIELDED = /116111|505050|465004/;
const since = "2026-01-01T00:00:00Z";

function line(extension: string, called: string, second: number): string {
  const at = new Date(Date.UTC(2026, 5, 15, 9, 0, second)).toISOString().slice(0, 19).replace("T", " ");
  return `"","${extension}","${called}","from-internal",""""" <${extension}>","PJSIP/${extension}-01","PJSIP/trunk-02","Dial","PJSIP/${called}@trunk,30","${at}","${at}","${at}",35,30,"ANSWERED","DOCUMENTATION","1750000000.${second}",""\n`;
}

test("a collector killed at any point leaves no shielded number behind and counts nothing twice", async (t) => {
  const fixture = await openCollectorFixture(t);
  const { ingest } = fixture;
  const { db, companyId } = ingest;
  const source = await fixture.addSource();
  const settings = {
    shield: {
      categories: [{ category: "children", since, until: null }],
      numbers: [{ id: 1, category: "union", number: "08-465 00*", since, until: null }],
    },
    filter: { rules: [{ id: 4, action: "leave-out", name: "x", extensions: "29*" }], others: "take" },
  };
  for (const kind of ["shield", "filter"] as const)
    await withCompany(db.data("web"), companyId, (tx) =>
      setGate(tx, {
        companyId,
        kind,
        version: 0,
        settings: settings[kind],
        setAt: ingest.time.now,
        setBy: null,
        setByName: "test",
      }),
    );
  // A process of its own goes by today's clock.
  await ensureInboxKeys(ingest.keyring, new Date().toISOString().slice(0, 10), 2);
  const keys = await currentInboxKeys(ingest.keyring);
  await putInboxPublicKeys(
    db.data("keeper"),
    keys.map(({ day, kid, publicJwk }) => ({ day, kid, jwk: { ...publicJwk } })),
  );
  const file = join(source.folder, "Master.csv");
  const mark = join(db.home, `mark-${randomUUID()}`);
  for (const [i, name] of POINTS.entries()) {
    await appendFile(
      file,
      line("2041", "116111", 4 * i) +
        line("2041", "0846500411", 4 * i + 1) +
        line("2901", "0701740606", 4 * i + 2) +
        line("2041", "0701740605", 4 * i + 3),
    );
    const victim = startVictim(db.home, "collector", { name, mark });
    assert.equal(await victim.died, "SIGKILL");
    assert.ok(takeMark(mark), `it died at ${name}`);
    for (const ref of await listSegments(fixture.inbox)) {
      const { frames } = await openSegment(ref, ingest.ctx.openKey);
      const text = frames.map(({ bytes }) => bytes.toString("latin1")).join("\n");
      assert.doesNotMatch(text, SHIELDED, name);
      assert.doesNotMatch(text, /0701740606/, name);
    }
    for (const half of existsSync(fixture.inbox) ? readdirSync(fixture.inbox) : [])
      assert.doesNotMatch(readFileSync(join(fixture.inbox, half), "latin1"), SHIELDED, half);
    await withCompany(db.data("owner"), companyId, (tx) => tx`update data.source_lease set expires_at = now()`);
  }
  await fixture.collect(source);
  await fixture.collect(source);
  const counts = await withCompany(
    db.data("web"),
    companyId,
    (tx) => tx`select kind, code, sum(frames)::int as frames from data.gate_count group by 1, 2 order by 1, 2`,
  );
  const many = POINTS.length;
  assert.deepEqual(
    counts.map((row) => [row["kind"], row["code"], row["frames"]]),
    [
      [1, 4, many],
      [2, 2, many],
      [2, 6, many],
    ],
  );
  assert.equal(await ingest.count("call_record"), 3 * many);
  assert.equal(await ingest.count("party"), many);
});
