import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { liveSlices, openIntent, openWithSlice } from "../keyring/index.ts";
import { giveUpOld } from "./give-up.ts";
import { asterisk, type IngestFixture, NOW, openIngestFixture } from "./ingest-fixture.ts";

// One installation for all tests, and a company for each.
const house = await openIngestFixture({ after });
const ERASED_AT = new Date("2026-06-15T09:00:00Z");

async function erase(fixture: IngestFixture, marks: Parameters<typeof openIntent>[2]["watermarks"]): Promise<void> {
  await openIntent(fixture.keyring, fixture.companyId, {
    intentId: "00000000-0000-4000-8000-00000000e001",
    subjectIds: [],
    watermarks: marks,
    before: ERASED_AT,
    until: "2027-01-01",
  });
}

/** The lines no driver understood, opened. */
async function lines(fixture: IngestFixture): Promise<string[]> {
  const { companyId, keyring } = fixture;
  const live = new Map((await liveSlices(keyring, companyId, { classes: [6] })).map((slice) => [slice.id, slice]));
  const rows = await withCompany(
    fixture.db.data("owner"),
    companyId,
    (tx) => tx`select id, slice_id, sealed from data.undefined_line order by position`,
  );
  const opened: string[] = [];
  for (const row of rows) {
    const place = `data.undefined_line.sealed/${companyId}/${row["id"]}`;
    assert.ok(live.has(row["slice_id"] as number));
    opened.push(
      (await openWithSlice(keyring, companyId, row["slice_id"] as number, place, row["sealed"] as Buffer)).toString(),
    );
  }
  return opened;
}

test("a line no driver understands that is sent again comes without the number that was erased, however it is written", async (t) => {
  const fixture = await house.anew(t);
  await erase(fixture, [
    { class: 1, canonical: "+46701740605", last8: "01740605" },
    { class: 1, canonical: "+468465004", last8: "68465004" },
    { class: 1, canonical: "08465004", last8: "08465004" },
    { class: 2, canonical: "189001019802" },
  ]);
  const source = await fixture.addSource("asterisk-cdr-csv");
  const sent = [
    "?? 070-174 06 05 came in",
    "?? 0046701740605 on 2026-06-14 08:00",
    "?? 0701740605 on 2026-06-16 08:00",
    "?? 900101+9802 keyed in",
    "?? 08-465 004 short",
    "?? 070-174 06 06 somebody else",
  ];
  await fixture.send(source, `${sent.join("\n")}\n`);
  assert.deepEqual(await lines(fixture), [
    "?? 07x-xxx xx xx came in",
    "?? 00467xxxxxxxx on 2026-06-14 08:00",
    "?? 0701740605 on 2026-06-16 08:00",
    "?? xxxxxx+xxxx keyed in",
    "?? xx-xxx xxx short",
    "?? 070-174 06 06 somebody else",
  ]);
});

test("an erased number that comes in its short national form, where it cannot be read, stays erased", async (t) => {
  const fixture = await house.anew(t);
  const source = await fixture.addSource("asterisk-cdr-csv");
  await fixture.send(source, `${asterisk("1", "08465004", "3000", "2026-06-14 09:00:00")}\n`);
  const before = await fixture.count("party");
  await erase(fixture, [
    { class: 1, canonical: "+468465004", last8: "68465004" },
    { class: 1, canonical: "08465004", last8: "08465004" },
  ]);
  await fixture.send(source, `${asterisk("2", "08465004", "3000", "2026-06-14 10:00:00")}\n`);
  assert.equal(await fixture.count("party"), before);
});

test("a truncated number whose full one is erased gets no subject", async (t) => {
  const fixture = await house.anew(t);
  await erase(fixture, [{ class: 2, canonical: "189001019802" }]);
  const source = await fixture.addSource("asterisk-cdr-csv", {
    product: "tid",
    options: { columns: "-,src,dst,-,-,-,-,-,-,start,answer,end,duration,billsec,disposition,-,uniqueid,ssn" },
  });
  const call = (id: string, ssn: string) =>
    `${asterisk(id, "0701740611", "3000", "2026-06-14 09:00:00").replace(/,""$/, `,"${ssn}"`)}\n`;
  await fixture.send(source, call("7", "20031010-2397") + call("8", "900101+9802"));
  const [row] = await fixture.db.keyring("owner").begin(async (tx) => {
    await tx`select set_config('app.company_id', ${String(fixture.companyId)}, true)`;
    return tx`select count(*)::int as n from keyring.subject s where s.class = 3`;
  });
  assert.equal(row?.["n"], 1, "somebody else's is made, the erased one's is not");
});

test("what has waited in the inbox for two days becomes lines no driver understood", async (t) => {
  const fixture = await house.anew(t);
  const source = await fixture.addSource("asterisk-cdr-csv", { options: { columns: "nonsense" } });
  await fixture.send(source, `${asterisk("1", "0701740611", "3000")}\n`);
  assert.equal(await fixture.count("undefined_line"), 0);
  assert.equal(await giveUpOld(fixture.ctx, fixture.inbox), 0, "not before its time");
  fixture.time.now = new Date(NOW.getTime() + 49 * 3_600_000);
  assert.equal(await giveUpOld(fixture.ctx, fixture.inbox), 1);
  assert.equal(await fixture.count("undefined_line"), 1);
  assert.equal(await giveUpOld(fixture.ctx, fixture.inbox), 0);
});
