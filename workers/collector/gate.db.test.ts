import assert from "node:assert/strict";
import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { GATE_COUNTS } from "#server/domain/gate-counts.ts";
import { listSegments, openSegment, peekSegment } from "#server/inbox/index.ts";
import { asterisk } from "#server/ingest/ingest-fixture.ts";
import { setGate } from "#server/store/gate.ts";
import { withCompany } from "#db/with-company.ts";
import { type CollectorFixture, openCollectorFixture, type TestSource } from "./collector-fixture.ts";
import { collectOnce } from "./collect-once.ts";
import { openCollector } from "./collector-context.ts";

const since = "2026-01-01T00:00:00Z";
const SHIELD = {
  categories: ["crisis", "children", "violence"].map((category) => ({ category, since, until: null })),
  numbers: [{ id: 1, category: "whistle-blowing", number: "08-465 00*", since, until: null }],
};
const FILTER = {
  rules: [{ id: 3, action: "leave-out", name: "reception", extensions: "2900-2999" }],
  others: "take",
};
/** A call from an extension, as Asterisk writes it where the trunk is the far side. */
function from(extension: string, called: string, minute: number): string {
  const at = `2026-06-15 09:${String(minute).padStart(2, "0")}:00`;
  return `"","${extension}","${called}","from-internal",""""" <${extension}>","PJSIP/${extension}-01","PJSIP/trunk-02","Dial","PJSIP/${called}@trunk,30","${at}","${at}","${at}",35,30,"ANSWERED","DOCUMENTATION","17500000${minute}.1",""`;
}

const SHIELDED = /116111|505050|90101|465004|4650099/;

async function prepared(t: TestContext, driver?: string): Promise<{ fixture: CollectorFixture; source: TestSource }> {
  const fixture = await openCollectorFixture(t);
  return { fixture, source: await fixture.addSource(driver) };
}

const versions = new WeakMap<CollectorFixture, Map<string, number>>();

async function set(fixture: CollectorFixture, kind: "filter" | "shield", settings: unknown): Promise<void> {
  const { db, companyId, time } = fixture.ingest;
  const known = versions.get(fixture) ?? new Map<string, number>();
  versions.set(fixture, known);
  const version = known.get(kind) ?? 0;
  known.set(kind, version + 1);
  await withCompany(db.data("web"), companyId, (tx) =>
    setGate(tx, { companyId, kind, version, settings, setAt: time.now, setBy: null, setByName: "test" }),
  );
}

async function counts(fixture: CollectorFixture): Promise<Record<string, number>> {
  const { db, companyId } = fixture.ingest;
  const names = Object.fromEntries(Object.entries(GATE_COUNTS).map(([name, kind]) => [kind, name]));
  const rows = await withCompany(
    db.data("web"),
    companyId,
    (tx) => tx`select kind, code, sum(frames)::int as frames from data.gate_count group by 1, 2 order by 1, 2`,
  );
  return Object.fromEntries(rows.map((row) => [`${names[row["kind"]]} ${row["code"]}`, row["frames"]]));
}

async function inboxText(fixture: CollectorFixture): Promise<string> {
  const texts: string[] = [];
  for (const ref of await listSegments(fixture.inbox)) {
    const { frames, header } = await openSegment(ref, fixture.ingest.ctx.openKey);
    texts.push(JSON.stringify(header), ...frames.map(({ bytes }) => bytes.toString("latin1")));
  }
  return texts.join("\n");
}

const take = async (fixture: CollectorFixture, source: TestSource) =>
  collectOnce(fixture.collector, await source.row(), AbortSignal.timeout(20_000));

test("what is shielded or left out reaches neither inbox nor store, and is counted exactly, whatever dies in between", async (t) => {
  const { fixture, source } = await prepared(t);
  const { ingest } = fixture;
  await set(fixture, "shield", SHIELD);
  await set(fixture, "filter", FILTER);
  const file = join(source.folder, "Master.csv");
  const lines = [
    from("2041", "116111", 10),
    asterisk("02", "0046846500411", "2041", "2026-06-15 09:11:00", "Visselblasning AB"),
    from("2041", "0701740605", 12),
    from("2901", "0701740606", 13),
    "?? 2041 -> 020-50 50 50, 90101 ??",
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  await take(fixture, source);
  const text = await inboxText(fixture);
  assert.doesNotMatch(text, SHIELDED);
  assert.doesNotMatch(text, /Visselblasning|0701740606|2901/);
  assert.match(text, /0701740605/);
  assert.deepEqual(await counts(fixture), {}, "nothing counts before its checkpoint");

  // Written and never stored: the segments are lost, and another collector reads the bytes again.
  for (const ref of await listSegments(fixture.inbox)) await rm(ref.path);
  const other = openCollector({ home: ingest.db.home }, fixture.collector.log, ingest.ctx.clock);
  t.after(() => other.close());
  await collectOnce(other, await source.row(), AbortSignal.timeout(20_000));
  assert.doesNotMatch(await inboxText(fixture), SHIELDED);
  await appendFile(file, `${from("2902", "0701740607", 15)}\n`);
  await collectOnce(other, await source.row(), AbortSignal.timeout(20_000));
  await fixture.store();
  const told = { "left-out 3": 2, "shielded 2": 1, "shielded 7": 1, "struck 0": 1 };
  assert.deepEqual(await counts(fixture), told);

  const web = ingest.db.data("web");
  const records = await withCompany(
    ingest.db.data("report"),
    ingest.companyId,
    (tx) => tx`select category, parties, endpoint_id is null as nobody, segment_id is null as no_raw, duration_seconds
      from data.call_record order by started_at`,
  );
  assert.deepEqual(
    records.map((row) => [
      row["category"],
      row["parties"] === 0,
      row["nobody"],
      row["no_raw"],
      row["duration_seconds"],
    ]),
    [
      [2, true, true, true, 30],
      [7, true, true, true, 30],
      [null, false, false, false, 30],
    ],
  );
  assert.deepEqual(
    [await ingest.count("party"), await ingest.count("raw_segment"), await ingest.count("undefined_line")],
    [1, 1, 1],
  );
  const subjects = await withCompany(
    ingest.db.keyring("owner"),
    ingest.companyId,
    (tx) => tx`select count(*)::int as n from keyring.subject`,
  );
  assert.equal(subjects[0]?.["n"], 1, "the keyring was never asked about a shielded number, nor about who rang it");
  const [day] = await withCompany(
    web,
    ingest.companyId,
    (tx) => tx`select sum(frames)::int as frames, sum(records)::int as records, sum(undefined_lines)::int as undefined,
      sum(filtered)::int as filtered, sum(left_out)::int as left_out, sum(shielded)::int as shielded from data.processed_day`,
  );
  assert.deepEqual({ ...day }, { frames: 6, records: 3, undefined: 1, filtered: 0, left_out: 2, shielded: 2 });

  // A file that is read once more from its beginning counts nothing twice.
  await rm(file);
  await fixture.collect(source);
  await writeFile(file, `${lines.join("\n")}\n${from("2902", "0701740607", 15)}\n`);
  await fixture.collect(source);
  assert.deepEqual(await counts(fixture), told);
});

test("a header read before a restart, or before the shield was set, is still known behind it", async (t) => {
  const { fixture, source } = await prepared(t, "flexi-tid");
  const file = join(source.folder, "a.csv");
  const row = (phone: string, minute: number) => `;${phone};2026-06-15 08:${minute}:00;DONE\n`;
  await writeFile(file, `SSN;PHONE;DATE;STATUS\n${row("0701740605", 10)}`);
  await take(fixture, source);
  await set(fixture, "shield", SHIELD);
  await appendFile(file, row("08-465 004 11", 11));
  const waiting = take(fixture, source);
  await fixture.store();
  assert.equal((await waiting).problem, null);
  const first = await listSegments(fixture.inbox);
  assert.equal(first.length, 1);
  assert.deepEqual(Object.keys((await peekSegment(first[0] ?? { path: "" })).identity ?? {}).includes("decoder"), true);
  await appendFile(file, row("+46846500412", 12));
  await take(fixture, source);
  assert.doesNotMatch(await inboxText(fixture), SHIELDED);
  await fixture.store();
  await appendFile(file, row("0846500413", 13));
  await fixture.collect(source);
  assert.deepEqual(await counts(fixture), { "shielded 7": 3 });
  assert.equal(await fixture.ingest.count("undefined_line"), 0);
  assert.equal(await fixture.ingest.count("call_record"), 4);
});

test("of a call told in several frames each is shielded by itself, and the call has the category and nobody in it", async (t) => {
  const { fixture, source } = await prepared(t, "kamailio-acc");
  await set(fixture, "shield", SHIELD);
  const acc = (timestamp: number, method: string, rest: string) =>
    `ACC: transaction answered: timestamp=${timestamp};method=${method};from_tag=a1;to_tag=b2;call_id=k@192.0.2.8;code=200;reason=OK;${rest}\n`;
  const file = join(source.folder, "acc.log");
  await writeFile(
    file,
    acc(1781514000, "INVITE", "src_user=0701740605;src_ip=192.0.2.8;dst_ouser=116111;dst_user=116111"),
  );
  await take(fixture, source);
  assert.doesNotMatch(await inboxText(fixture), /116111|0701740605/);
  await fixture.store();
  assert.equal(await fixture.ingest.count("call_record"), 0, "its end has not been told yet");
  await appendFile(file, acc(1781514042, "BYE", "src_user=0701740605;src_ip=192.0.2.8"));
  await fixture.collect(source);
  const [record] = await withCompany(
    fixture.ingest.db.data("report"),
    fixture.ingest.companyId,
    (tx) => tx`select category, parties, duration_seconds, segment_id is null as no_raw from data.call_record`,
  );
  assert.deepEqual({ ...record }, { category: 2, parties: 0, duration_seconds: 42, no_raw: true });
  assert.deepEqual([await fixture.ingest.count("party"), await fixture.ingest.count("undefined_line")], [0, 0]);
});

test("a source takes nothing while its rules cannot be read, and a changed rule holds for what is read after it", async (t) => {
  const { fixture, source } = await prepared(t);
  const file = join(source.folder, "Master.csv");
  await set(fixture, "shield", { categories: "what a newer release may write" });
  await writeFile(file, `${from("2041", "116111", 10)}\n`);
  const refused = await take(fixture, source);
  assert.equal(refused.problem, "rules-unread");
  assert.deepEqual(await listSegments(fixture.inbox), []);
  assert.equal((await source.row()).stateReason, "rules-unread");
  await set(fixture, "shield", { categories: [], numbers: [] });
  await fixture.collect(source);
  assert.equal(await fixture.ingest.count("party"), 0, "116 111 is no person");
  assert.deepEqual(await counts(fixture), {});
  await set(fixture, "shield", SHIELD);
  await appendFile(file, `${from("2041", "116111", 20)}\n`);
  await fixture.collect(source);
  assert.deepEqual(await counts(fixture), { "shielded 2": 1 });
  assert.equal((await source.row()).stateReason, null);
});
