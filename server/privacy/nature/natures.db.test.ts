import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { listAudit } from "../../audit/index.ts";
import type { Actor, CompanyContext } from "../../context.ts";
import { NATURES } from "../../domain/sorted.ts";
import { rightsOf } from "../../domain/rights.ts";
import { markNatures } from "../../store/index.ts";
import { askFor, workOf } from "../erase-fixture.ts";
import { runExport } from "../run-export.ts";
import { fetchExport, issueExportLink } from "../fetch-export.ts";
import { readExportManifest } from "../export-manifest.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { listPatterns } from "../pattern/list-patterns.ts";
import { requestPattern } from "../pattern/request-pattern.ts";
import { runPatternSearch } from "../pattern/run-pattern-search.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { requestExport } from "../request-export.ts";
import { reveal, REVEALS_AN_HOUR } from "../reveal.ts";
import { runErasure } from "../run-erasure.ts";
import { readErasure } from "../list-erasures.ts";
import { search } from "../search.ts";
import { markCalls } from "./mark-calls.ts";
import { addPrivateNumbers, dropPrivateNumber, listPrivateNumbers } from "./private-list.ts";
import { removeNatureRuleOf } from "./remove-nature-rule.ts";
import { revealPrivateNumber } from "./reveal-private-number.ts";
import { setNatureRuleOf } from "./set-nature-rule.ts";
import { showNatures } from "./show-natures.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const OTHER = "+46701740611";
const PURPOSE = "asked by the person";
const phone = (text: string, role: "calling" | "called" = "calling") => ({ role, class: "phone", text }) as const;

test("numbers of a private call are shown to nobody at once: not on a list, in a file, by a pattern or in the audit, from the next request on", async (t) => {
  const { fixture, ids, seeing } = await scene(t);
  const [first = "", second = ""] = ids;
  const who = seeing();
  const numbers = async (by = who) => (await search(by, { text: NUMBER })).hits.map((hit) => [hit.number, hit.seen]);
  assert.deepEqual(await numbers(), [
    ["+46 70 174 06 05", "shown"],
    ["+46 70 174 06 05", "shown"],
  ]);
  assert.deepEqual(await markCalls(who, { hitIds: [first], as: "private" }), { marked: 1, loosened: 0, kept: 0 });
  const [open, guarded] = (await search(who, { text: NUMBER })).hits;
  assert.deepEqual([open?.hitId, open?.seen, open?.nature], [second, "shown", null]);
  assert.deepEqual([guarded?.number, guarded?.nature], ["+46 70 174 •• ••", { is: "private", by: "hand" }]);
  assert.deepEqual(
    guarded?.otherParties.map((party) => party.number),
    ["+46 70 174 •• ••"],
  );
  assert.deepEqual((await numbers(seeing({ private: "hidden" }))).at(-1), ["", "hidden"]);
  assert.deepEqual((await numbers(seeing({ private: "shown" }))).at(-1), ["+46 70 174 06 05", "shown"]);

  const value = { role: "calling", class: "phone", purpose: PURPOSE } as const;
  assert.equal((await reveal(who, { hitId: first, ...value })).value, "+46 70 174 06 05");
  await assert.rejects(reveal(seeing({ private: "hidden" }), { hitId: first, ...value }), { code: "forbidden" });
  await reveal(seeing({ private: "hidden" }), { hitId: second, ...value });

  const audited = (await listAudit(who, { action: "data.reveal" })).rows;
  assert.deepEqual(
    audited.map((row) => row.about),
    ["+46 70 174 •• ••", "+46 70 174 •• ••"],
    "a page that names somebody beside a private call shows them nowhere",
  );
  assert.doesNotMatch(JSON.stringify((await listAudit(who, {})).rows), /1740605|174 06 05/);

  for (const sight of [who, seeing({ private: "shown" })]) {
    const { text } = await exported(fixture, sight);
    const lines = text.split("\r\n").filter((line) => line.includes("CALL_HISTORY"));
    assert.match(lines.find((line) => line.startsWith(second)) ?? "", /\+46701740605.*,,,,,$/);
    assert.match(lines.find((line) => line.startsWith(first)) ?? "", /\+46 70 174 •• ••.*,,,,private,$/);
    assert.doesNotMatch(lines.find((line) => line.startsWith(first)) ?? "", /1740605|1740611/);
  }

  const found = async (by: CompanyContext) => {
    const asked = { pattern: "070-17406*", from: "2026-06-01", to: "2026-06-30", purpose: PURPOSE };
    const { patternId } = await requestPattern(by, asked);
    await runPatternSearch(by, patternId);
    return (await listPatterns(by)).find((one) => one.patternId === patternId);
  };
  const masked = await found(who);
  assert.deepEqual([masked?.calls, masked?.leftOut], [1, 0], "nor does its count tell of one");
  assert.equal((await found(seeing({ private: "shown" })))?.calls, 2);
});

test("a mark is taken back to what a rule had said; who takes a call out of protection needs the right, a purpose and a reveal, but for one's own mark", async (t) => {
  const { fixture, ids, seeing, natures } = await scene(t);
  const [first = "", second = ""] = ids;
  const me = seeing();
  const other = seeing({}, { accountId: randomUUID() });
  await fixture.db.data("owner").begin(async (tx) => {
    await tx.unsafe(`set local app.company_id = '${fixture.companyId}'`);
    await tx`update data.call_record set nature = ${NATURES.business} where company_id = ${fixture.companyId} and id = ${first}`;
  });
  await markCalls(me, { hitIds: ids, as: "private" });
  assert.deepEqual(await natures(), [NATURES["private-marked"], NATURES["private-marked"]]);
  assert.deepEqual(await markCalls(me, { hitIds: ids, as: "private" }), { marked: 0, loosened: 0, kept: 0 });
  assert.deepEqual(await markCalls(me, { hitIds: ids, as: "rule" }), { marked: 2, loosened: 2, kept: 0 });
  assert.deepEqual(await natures(), [NATURES.business, null]);

  await markCalls(other, { hitIds: ids, as: "private" });
  await assert.rejects(markCalls(me, { hitIds: [first], as: "business" }), { code: "bad-input", field: "purpose" });
  const without = new Set([...me.actor.permissions].filter((one) => one !== "data.reveal"));
  const asked = { hitIds: [first], as: "business" as const, purpose: PURPOSE };
  await assert.rejects(markCalls({ ...me, actor: { ...me.actor, permissions: without } }, asked), {
    code: "forbidden",
  });
  await assert.rejects(markCalls(seeing({ private: "hidden" }), asked), { code: "forbidden" });
  await assert.rejects(markCalls(me, { ...asked, purpose: "it was 070-174 06 05" }), { code: "bad-input" });
  await assert.rejects(markCalls(fixture.as("dpo"), asked), { code: "forbidden" });
  assert.deepEqual(
    await natures(),
    [NATURES["private-marked"], NATURES["private-marked"]],
    "nothing of it is half done",
  );
  assert.deepEqual(await markCalls(me, asked), { marked: 1, loosened: 1, kept: 0 });
  assert.deepEqual(await natures(), [NATURES["business-marked"], NATURES["private-marked"]]);
  assert.equal((await search(me, { text: NUMBER, filters: { natures: ["business"] } })).hits.length, 1);
  for (let spent = 1; spent < REVEALS_AN_HOUR; spent++)
    await reveal(me, { hitId: first, role: "calling", class: "phone", purpose: PURPOSE });
  await assert.rejects(markCalls(me, { ...asked, hitIds: [second] }), { code: "limit" });

  const entries = (await listAudit(me, { action: "data.mark" })).rows;
  assert.deepEqual(entries[0]?.detail, { as: "business", calls: 1, loosened: 1, call: first, via: "portal" });
  assert.doesNotMatch(JSON.stringify(entries), /1740605/);
  await assert.rejects(markCalls(me, { hitIds: [randomUUID()], as: "private" }), { code: "not-found" });
  const foreign = await withCompany(fixture.db.data("web"), fixture.companyId + 1, (tx) =>
    markNatures(tx, fixture.companyId, ids, NATURES["business-marked"], null),
  );
  assert.deepEqual(foreign, [], "no other company marks a call");
});

test("filters and counts tell calls by the three facts, agree with one another, and narrow what is frozen", async (t) => {
  const { fixture, ids, seeing } = await scene(t);
  const [first = "", second = ""] = ids;
  await fixture.db.data("owner").begin(async (tx) => {
    await tx.unsafe(`set local app.company_id = '${fixture.companyId}'`);
    await tx`update data.call_record set apart = 5, cost_cents = 1250 where company_id = ${fixture.companyId} and id = ${first}`;
    await tx`update data.call_record set category = 3, nature = 2 where company_id = ${fixture.companyId} and id = ${second}`;
  });
  const who = seeing();
  const ask = async (filters: NonNullable<Parameters<typeof search>[1]["filters"]>, by = who) => {
    const { hits, counts } = await search(by, { text: NUMBER, filters });
    assert.equal(counts?.total, hits.length, JSON.stringify(filters));
    assert.equal((await search(by, { text: NUMBER, filters, sort: { direction: "asc" } })).hits.length, hits.length);
    assert.equal((await search(by, { text: NUMBER, filters, sort: { by: "duration" } })).hits.length, hits.length);
    return { ids: hits.map((hit) => hit.hitId), hits, counts };
  };
  const all = await ask({});
  assert.deepEqual(all.counts?.byApart, { only: 1, without: 1 });
  assert.deepEqual(all.counts?.byShielded, { only: 1, without: 1 });
  assert.deepEqual(all.counts?.byNature, { private: 1, business: 0, untold: 1 });
  const [shielded, apart] = all.hits;
  assert.deepEqual(
    [shielded?.category, shielded?.apart, shielded?.cost, shielded?.costSeen],
    ["violence", null, "", null],
  );
  assert.deepEqual([apart?.category, apart?.apart, apart?.cost], [null, ["duration", "cost"], "12.50"]);
  assert.deepEqual((await ask({ apart: "only" })).ids, [first]);
  assert.deepEqual((await ask({ apart: "without" })).ids, [second]);
  assert.deepEqual((await ask({ natures: ["private"] })).ids, [second]);
  assert.deepEqual((await ask({ natures: ["untold"] })).ids, [first]);
  assert.deepEqual((await ask({ natures: ["business"] })).ids, []);
  assert.deepEqual((await ask({ shielded: "only" })).ids, [second]);
  assert.deepEqual((await ask({ natures: ["private"] })).counts?.byNature, { private: 1, business: 0, untold: 1 });
  const blind = await ask({ apart: "only" }, seeing({ cost: "hidden" }));
  assert.deepEqual([blind.hits[0]?.apart, blind.hits[0]?.cost, blind.hits[0]?.costSeen], [["duration"], "", "hidden"]);
  const frozen = await freezeSelection(who, { text: NUMBER, filters: { apart: "only" } });
  assert.deepEqual([frozen.rows, frozen.whole], [1, false]);
  const { text } = await exported(fixture, seeing({ cost: "masked" }));
  const line = (id: string) => text.split("\r\n").find((one) => one.startsWith(id)) ?? "";
  assert.match(line(first), /,••••,,duration,,$/, "a threshold about the cost is not named to whom costs are masked");
  assert.match(line(second), /,,,,private,violence$/);
  assert.match((await exported(fixture, who)).text, /,12\.50,,duration cost,,\r\n/);
});

test("the list is of whole numbers, shown masked and one by one, found by a search, told in an export, and goes with the person", async (t) => {
  const { fixture, seeing } = await scene(t);
  const who = seeing();
  const wrong = addPrivateNumbers(who, { numbers: ["070-174 06 05", "174 06 05", "112"] });
  await assert.rejects(wrong, { code: "bad-input", message: /^Line 2, 3 is no whole/, field: "numbers" });
  assert.equal((await showNatures(who)).numbers, 0, "all or none");
  await assert.rejects(addPrivateNumbers(who, { numbers: [NUMBER], extension: "9999" }), { code: "not-found" });
  assert.deepEqual(await addPrivateNumbers(who, { numbers: ["070-174 06 05", NUMBER], extension: "3000" }), {
    listed: 1,
  });
  assert.deepEqual(await addPrivateNumbers(who, { numbers: [NUMBER, OTHER], keptDays: 1 }), { listed: 2 });
  const page = await listPrivateNumbers(who, {});
  assert.deepEqual(
    page.numbers.map((one) => [one.number, one.extension, one.lastDay]).toSorted(),
    [
      ["+46 70 174 •• ••", "3000", "2027-06-14"],
      ["+46 70 174 •• ••", null, "2026-06-15"],
      ["+46 70 174 •• ••", null, "2026-06-15"],
    ].toSorted(),
  );
  const [entry] = page.numbers.filter((one) => one.extension === "3000");
  const shown = await revealPrivateNumber(who, { entryId: entry?.entryId ?? "", purpose: PURPOSE });
  assert.equal(shown.value, "+46 70 174 06 05");
  await assert.rejects(
    revealPrivateNumber(seeing({ private: "hidden" }), { entryId: entry?.entryId ?? "", purpose: PURPOSE }),
    { code: "forbidden" },
  );
  assert.equal((await search(who, { text: NUMBER })).privateLists, 2);
  assert.equal((await exported(fixture, who)).manifest.privateLists, 2);
  const data = await fixture.db.data("owner").begin(async (tx) => {
    await tx.unsafe(`set local app.company_id = '${fixture.companyId}'`);
    return await tx`select detail::text as words from data.audit`;
  });
  assert.doesNotMatch(JSON.stringify(data), /1740605|1740611/);

  const { erasureId } = await askFor(fixture, { text: NUMBER });
  fixture.time.now = new Date(fixture.time.now.getTime() + 1_000);
  await runErasure(workOf(fixture, erasureId));
  assert.equal((await readErasure(who, { erasureId })).outcome, "complete");
  assert.equal((await listPrivateNumbers(who, {})).total, 1, "who is erased stands on no list");
  assert.deepEqual(await dropPrivateNumber(who, { number: OTHER }), { dropped: 1 });
  await assert.rejects(dropPrivateNumber(who, { number: OTHER }), { code: "not-found" });
});

test("a rule holds no number and no hours that never come, and is written by who may", async (t) => {
  const { fixture, seeing } = await scene(t);
  const who = seeing();
  const code = { kind: "code", nature: "private", code: "*71" } as const;
  await assert.rejects(setNatureRuleOf(who, { ...code, code: "0701740605" }), {
    code: "bad-input",
    message: /five|5 digits/,
  });
  await assert.rejects(setNatureRuleOf(who, { ...code, code: "abc" }), { code: "bad-input" });
  const hours = { kind: "time", nature: "private", weekdays: 31, outside: true } as const;
  await assert.rejects(setNatureRuleOf(who, { ...hours, fromMinute: 1020, toMinute: 480 }), { code: "bad-input" });
  await assert.rejects(setNatureRuleOf(who, { ...code, sourceId: 99 }), { code: "not-found" });
  await assert.rejects(setNatureRuleOf(fixture.as("dpo"), code), { code: "forbidden" });
  const { ruleId } = await setNatureRuleOf(who, code);
  await assert.rejects(setNatureRuleOf(who, code), { code: "conflict" });
  await setNatureRuleOf(who, { ...code, ruleId, code: "*72" });
  await setNatureRuleOf(who, { ...hours, fromMinute: 480, toMinute: 1020 });
  assert.deepEqual(
    (await showNatures(who)).rules.map((rule) => [rule.kind, rule.code, rule.fromMinute]),
    [
      ["code", "*72", null],
      ["time", null, 480],
    ],
  );
  await removeNatureRuleOf(who, { ruleId });
  await assert.rejects(removeNatureRuleOf(who, { ruleId }), { code: "not-found" });
  await assert.rejects(setNatureRuleOf(who, { ...code, ruleId }), { code: "not-found" });
});

async function scene(t: { after(fn: () => Promise<void>): void }) {
  const fixture = await house.beside(t);
  const parties = [phone(NUMBER), phone(OTHER, "called")];
  const ids = await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), extension: "3000", parties },
    { at: new Date("2026-06-12T08:00:00Z"), extension: "3000", parties: [phone(NUMBER)] },
  ]);
  const rights = rightsOf("company-administrator");
  const seeing = (changes: Partial<Actor["sight"]> = {}, actor: Partial<Actor> = {}) =>
    fixture.as("company-administrator", {
      sight: { ...rights.sight, phone: "shown", ...changes },
      exportSight: { ...rights.exportSight, ...changes },
      ...actor,
    });
  const natures = async () => {
    const rows = await fixture.db.data("owner").begin(async (tx) => {
      await tx.unsafe(`set local app.company_id = '${fixture.companyId}'`);
      return await tx`select c.nature from data.call_record c order by c.id`;
    });
    return rows.map((row) => row["nature"] as number | null);
  };
  return { fixture, ids, seeing, natures };
}

async function exported(fixture: PrivacyFixture, by: CompanyContext) {
  const { selectionId } = await freezeSelection(by, { text: NUMBER });
  const { exportId } = await requestExport(by, { selectionId, format: "csv-exact", otherParties: "clear" });
  await runExport({ ...fixture.installation, company: by.company }, exportId);
  const { token } = await issueExportLink(by, { exportId });
  const text = (await buffer((await fetchExport(by, { exportId, token })).stream)).toString();
  const manifest = JSON.parse((await readExportManifest(by, { exportId })).text) as {
    statement: { privateLists: number };
  };
  return { text, manifest: manifest.statement };
}
