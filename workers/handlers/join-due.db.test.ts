import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { PRODUCTS } from "#server/domain/codes.ts";
import { createFramer } from "#server/drivers/framing.ts";
import { writeSegment } from "#server/inbox/index.ts";
import { ingestInbox, joinDue, openIngest } from "#server/ingest/index.ts";
import { currentInboxKeys, ensureInboxKeys } from "#server/keyring/index.ts";
import { askFor, hitsOf, workOf } from "#server/privacy/erase-fixture.ts";
import { listCertificates } from "#server/privacy/list-certificates.ts";
import { openPrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { runErasure } from "#server/privacy/run-erasure.ts";
import { addSource } from "#server/store/sources.ts";

const ERASED = "+46701740605";
const AT = Date.parse("2026-06-15T08:00:00Z") / 1_000;

function line(call: string, method: string, at: number, more = ""): string {
  return `ACC: transaction answered: timestamp=${at};method=${method};from_tag=a;to_tag=b;call_id=${call};code=200;reason=OK${more}`;
}

const answer = (call: string, caller: string, at = AT) => line(call, "INVITE", at, `;src_user=${caller};dst_user=3000`);
const end = (call: string, at = AT + 60) => line(call, "BYE", at);

/** A company that collects a SIP proxy's log. */
async function open(t: TestContext) {
  const fixture = await openPrivacyFixture(t);
  const { installation, companyId, db } = fixture;
  const inbox = mkdtempSync(join(tmpdir(), "gallra-test-inbox-"));
  t.after(() => rmSync(inbox, { recursive: true, force: true }));
  await ensureInboxKeys(installation.keyring, "2026-06-15", 1);
  const [key] = await currentInboxKeys(installation.keyring);
  const row = {
    name: "proxy",
    transport: "shared-file",
    driver: "kamailio-acc",
    driverOptions: {},
    keepNames: false,
  } as const;
  const site = {
    settings: {},
    timeZone: null,
    country: null,
    outsideLine: null,
    extensionDigits: null,
    internationalPrefix: null,
  };
  const sourceId = await withCompany(db.data("web"), companyId, (tx) =>
    addSource(tx, { ...row, ...site, companyId, product: PRODUCTS.pbx }),
  );
  const ctx = openIngest(installation);
  const owner = <T>(query: string): Promise<T[]> =>
    withCompany(db.data("owner"), companyId, async (tx) => [...(await tx.unsafe(query))] as T[]);
  return {
    fixture,
    ctx,
    owner,
    later: (seconds: number) => {
      fixture.time.now = new Date(fixture.time.now.getTime() + seconds * 1_000);
    },
    async send(...lines: string[]): Promise<string> {
      const [sessionId, now] = [randomUUID(), fixture.time.now];
      await withCompany(
        db.data("owner"),
        companyId,
        (tx) =>
          tx`insert into data.transfer_session (company_id, id, source_id, started_at, last_at, ended_at, frames)
          values (${companyId}, ${sessionId}, ${sourceId}, ${now}, ${now}, ${now}, ${lines.length})`,
      );
      const framer = createFramer({ kind: "line" });
      const frames = [...framer.push(Buffer.from(`${lines.join("\n")}\n`)), ...framer.finish()];
      const header = { companyId, sourceId, deliveryId: randomUUID(), from: 0, to: frames.at(-1)?.end ?? 0, sessionId };
      const more = { receivedAt: now.toISOString(), fencing: 1, identity: null, end: true };
      await writeSegment(inbox, { ...header, ...more }, frames, key ?? assert.fail());
      await ingestInbox(ctx, inbox);
      return sessionId;
    },
    async counts(sessionId: string): Promise<number[]> {
      const [row] = await owner<Record<string, unknown>>(
        `select * from data.transfer_session where id = '${sessionId}'`,
      );
      const names = ["records", "joined", "undefined_lines", "waiting"];
      const told = names.map((name) => Number(row?.[name]));
      assert.equal(
        told.reduce((sum, n) => sum + n),
        Number(row?.["frames"]),
        "every frame is counted once",
      );
      const [days] = await owner<Record<string, unknown>>(`select sum(waiting)::int as waiting,
          sum(abs(frames + further - records - duplicates - joined - filtered - undefined_lines - waiting - left_out))::int as missing,
          (select count(*)::int from data.undefined_line where join_key is not null) as legs from data.processed_day`);
      assert.deepEqual([days?.["missing"], days?.["waiting"]], [0, days?.["legs"]], "and so do the days");
      return told;
    },
  };
}

test("a leg of somebody erased goes while it waits, others wait on under the new key, and no joining brings the number back", async (t) => {
  const p = await open(t);
  const session = await p.send(answer("gone", "0701740605"), answer("stays", "0701740611"));
  await p.send(answer("whole", "0701740605", AT - 600), end("whole", AT - 500));
  assert.deepEqual(await p.counts(session), [0, 0, 0, 2]);
  p.later(1);
  const { erasureId } = await askFor(p.fixture, { text: ERASED });
  await runErasure(workOf(p.fixture, erasureId));
  const [certificate] = (await listCertificates(p.fixture.as("company-administrator"))).certificates;
  assert.equal(certificate?.statement.deleted.undefinedLines, 1);
  assert.ok(Object.values(certificate?.statement.found ?? {}).every((count) => count === 0));
  const kept = await p.owner<{ join_key: string | null }>("select join_key from data.undefined_line");
  assert.deepEqual([kept.length, kept[0]?.join_key === null], [1, false], "the other leg waits on");
  assert.deepEqual(await p.counts(session), [0, 0, 1, 1]);
  p.later(1);
  await p.send(answer("gone", "0701740605"), end("gone"), end("stays"));
  assert.deepEqual(await hitsOf(p.fixture, ERASED), []);
  assert.equal((await hitsOf(p.fixture, "0701740611")).length, 1, "whose call is whole now");
  assert.deepEqual(await p.counts(session), [1, 0, 1, 0]);
  p.later(86_400);
  await joinDue(p.ctx);
  assert.deepEqual(await hitsOf(p.fixture, ERASED), []);
  assert.deepEqual(await p.owner("select 1 from data.undefined_line"), []);
});

test("the job joins what a killed process left, tells what never ended, and forgets what it remembered", async (t) => {
  const p = await open(t);
  const session = await p.send(answer("lonely", "0701740611"));
  await joinDue(p.ctx);
  assert.deepEqual(await p.counts(session), [0, 0, 0, 1], "its end may still come");
  p.later(13 * 3_600);
  await joinDue(p.ctx);
  assert.deepEqual(await p.counts(session), [1, 0, 0, 0]);
  assert.equal((await p.owner("select 1 from data.joined_call")).length, 1);
  p.later(3 * 86_400);
  await joinDue(p.ctx);
  assert.deepEqual(await p.owner("select 1 from data.joined_call"), [], "a leg is known for two days");
});

test("legs that ended by their rule before they were joined are counted as lines no driver understood", async (t) => {
  const p = await open(t);
  const session = await p.send(answer("late", "0701740611"), answer("later", "0701740612"));
  await p.owner(
    "delete from data.undefined_line where join_key = (select min(join_key::text)::uuid from data.undefined_line)",
  );
  p.later(3 * 86_400);
  await joinDue(p.ctx);
  assert.deepEqual(await p.counts(session), [1, 0, 1, 0]);
  const [day] = await p.owner("select frames, records, undefined_lines, waiting from data.processed_day");
  assert.deepEqual(Object.values(day ?? {}).map(Number), [2, 1, 1, 0], "the statistics of the day too");
});
