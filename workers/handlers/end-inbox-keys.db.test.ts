import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { randomUUID } from "node:crypto";
import { publishInboxKeys } from "#server/collect/publish-inbox-keys.ts";
import { listSegments, removeSegment, writeSegment } from "#server/inbox/index.ts";
import { currentInboxKeys } from "#server/keyring/index.ts";
import { openPrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { enrolEdge, inviteEdge, revokeEdge, tellHealth } from "#server/store/edges.ts";
import { withCompany } from "#db/with-company.ts";
import { endInboxKeys } from "./end-inbox-keys.ts";

test("inbox keys end after two days, except where something sealed to them still waits", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const inbox = mkdtempSync(join(tmpdir(), "gallra-test-inbox-"));
  t.after(async () => rmSync(inbox, { recursive: true, force: true }));
  await publishInboxKeys(fixture.installation);
  const [first] = await currentInboxKeys(fixture.installation.keyring);
  if (first === undefined) assert.fail("a key was made");
  const segment = {
    companyId: 1,
    sourceId: 1,
    deliveryId: randomUUID(),
    from: 0,
    to: 3,
    receivedAt: "2026-06-15T10:00:00.000Z",
    sessionId: null,
    fencing: 1,
    identity: null,
    end: true,
  };
  await writeSegment(inbox, segment, [{ bytes: Buffer.from("abc"), start: 0, end: 3 }], first);
  fixture.time.now = new Date("2026-06-20T10:00:00Z");
  assert.equal(await endInboxKeys(fixture.installation, inbox), 0, "a segment of the fifteenth still waits");
  for (const ref of await listSegments(inbox)) await removeSegment(ref);
  assert.equal(await endInboxKeys(fixture.installation, inbox), 3);
  assert.equal((await currentInboxKeys(fixture.installation.keyring))[0]?.day, "2026-06-18");
  // Killed before the public half went.
  const owner = fixture.db.data("owner");
  await owner`insert into data.inbox_public_key (day, kid, jwk) values ('2026-06-16', 'left', '{}')`;
  await endInboxKeys(fixture.installation, inbox);
  const left = await owner`select kid from data.inbox_public_key where day < '2026-06-18'`;
  assert.equal(left.length, 0);
});

test("inbox keys that an edge may still need stay for three weeks, and not a day longer; one that is revoked needs none", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const inbox = join(tmpdir(), `gallra-no-inbox-${randomUUID()}`);
  const { installation, companyId } = fixture;
  const firstDay = async () => (await currentInboxKeys(installation.keyring))[0]?.day;
  await publishInboxKeys(installation);
  const at = new Date("2026-06-15T10:00:00Z");
  const [id, codeHash, key] = [randomUUID(), "c".repeat(64), { kty: "OKP" }];
  await withCompany(fixture.db.data("web"), companyId, async (tx) => {
    const codeEndsAt = new Date(at.getTime() + 1_000);
    await inviteEdge(tx, { companyId, id, name: "Edge", invitedAt: at, codeEndsAt, codeHash });
    await enrolEdge(tx, { companyId, id, codeHash, at, signKey: key, sealKey: key, release: "1" });
    const rest = { release: "1", diskFreeBytes: null, waitingBytes: 3, keysUntil: null, isFull: false };
    await tellHealth(tx, companyId, id, { ...rest, waitingSegments: 1, oldestWaiting: "2026-06-15" });
  });
  fixture.time.now = new Date("2026-06-29T10:00:00Z");
  assert.equal(await endInboxKeys(installation, inbox), 0);
  fixture.time.now = new Date("2026-07-08T10:00:00Z");
  await endInboxKeys(installation, inbox);
  assert.equal(await firstDay(), "2026-06-17");
  await withCompany(fixture.db.data("web"), companyId, (tx) => revokeEdge(tx, companyId, id, fixture.time.now));
  await endInboxKeys(installation, inbox);
  assert.equal(await firstDay(), undefined);
});
