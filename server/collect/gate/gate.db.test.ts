import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { addSource } from "../../store/sources.ts";
import { openPrivacyFixture } from "../../privacy/privacy-fixture.ts";
import { gateCounts } from "./gate-counts.ts";
import { setFilter, type SetFilterInput } from "./set-filter.ts";
import { setShield, type SetShieldInput } from "./set-shield.ts";
import { showFilter } from "./show-filter.ts";
import { showShield } from "./show-shield.ts";
import { tryGate } from "./try-gate.ts";
import { withoutIds } from "../../domain/testing/without-ids.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const REASON = "asked for by the works council";
const shield = (changes: Partial<SetShieldInput> = {}): SetShieldInput => ({
  version: 0,
  categories: ["crisis"],
  numbers: [],
  reason: REASON,
  ...changes,
});
const filter = (changes: Partial<SetFilterInput> = {}): SetFilterInput => ({
  version: 0,
  rules: [{ action: "leave-out", name: "reception", extensions: "2900-2999" }],
  others: "take",
  reason: REASON,
  ...changes,
});

test("the shield is the company's: whoever may not change it only sees it, and what is taken away asks once more and cools down", async (t) => {
  const fixture = await house.beside(t);
  const dpo = fixture.as("dpo");
  for (const who of ["reseller", "supervisor", "system-administrator"] as const) {
    await assert.rejects(setShield(fixture.as(who), shield()), { code: "forbidden" });
    await assert.rejects(setFilter(fixture.as(who), filter()), { code: "forbidden" });
    assert.equal((await showShield(fixture.as(who))).version, 0);
  }
  await assert.rejects(showShield(fixture.as("end-user")), { code: "forbidden" });
  await assert.rejects(setShield(fixture.as("dpo", { steppedUpAt: null }), shield()), { code: "step-up" });

  const number = (text: string, organisations = false) =>
    setShield(dpo, shield({ numbers: [{ category: "union", number: text }], organisations }));
  await assert.rejects(number("070-174 06 05", true), { code: "bad-input", field: "number" });
  await assert.rejects(number("08-465 004 11"), { code: "bad-input", field: "organisations" });
  const said = await number("08-465 004 11", true);
  assert.equal(said.version, 1);
  await assert.rejects(setShield(dpo, shield({ categories: [] })), { code: "conflict" });

  const kept = { numbers: [{ category: "union", number: "+46846500411" }] as const };
  const same = await setShield(dpo, shield({ version: 1, numbers: [...kept.numbers], organisations: true }));
  assert.equal(same.numbers.length, 1, "the same number in another notation is the same");
  await assert.rejects(setShield(dpo, shield({ version: 2 })), { code: "bad-input", field: "loosen" });
  const loosened = await setShield(dpo, shield({ version: 2, categories: [], loosen: true }));
  const crisis = (view: typeof loosened) => view.categories.find((one) => one.category === "crisis");
  assert.deepEqual(
    [crisis(loosened)?.until?.toISOString(), loosened.numbers[0]?.until?.toISOString()],
    ["2026-06-16T10:00:00.000Z", "2026-06-16T10:00:00.000Z"],
  );
  assert.equal(crisis(await setShield(dpo, shield({ version: 3 })))?.until, null, "it comes back by being asked for");
  fixture.time.now = new Date("2026-06-16T10:00:00.001Z");
  const after = await showShield(fixture.as("company-administrator"));
  assert.deepEqual([crisis(after)?.since !== null, after.numbers.length], [true, 0]);

  const audited = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select action, detail from data.audit where action like 'shield.%' order by seq`,
  );
  assert.deepEqual(
    audited.map((row) => row["action"]),
    ["shield.set", "shield.set", "shield.loosened", "shield.set"],
  );
  assert.doesNotMatch(withoutIds(audited), /465|0701740605/);
});

test("a filter's rules keep their numbers, ask something, and are tried on lines that nobody keeps", async (t) => {
  const fixture = await house.beside(t);
  const dpo = fixture.as("dpo");
  const [reception] = filter().rules;
  assert.ok(reception);
  await assert.rejects(setFilter(dpo, filter({ rules: [{ action: "leave-out", name: "all" }] })), {
    code: "bad-input",
  });
  await assert.rejects(setFilter(dpo, filter({ rules: [{ ...reception, sources: [99] }] })), { code: "bad-input" });
  await assert.rejects(setFilter(dpo, filter({ rules: [{ ...reception, numbers: ["0701740605"] }] })), {
    field: "numbers",
  });
  const first = await setFilter(dpo, filter({ rules: [reception, { ...reception, name: "calls of 070-174 06 05" }] }));
  assert.deepEqual(
    first.rules.map((rule) => rule.id),
    [1, 2],
  );
  assert.doesNotMatch(withoutIds(first.rules), /174/);
  const second = await setFilter(dpo, filter({ version: 1, rules: [first.rules[1] ?? reception, reception] }));
  assert.deepEqual(
    second.rules.map((rule) => rule.id),
    [2, 3],
    "the id of a rule that went is never used again",
  );
  assert.deepEqual((await showFilter(fixture.as("reseller"))).rules, second.rules);

  const { companyId } = fixture;
  const sourceId = await withCompany(fixture.db.data("web"), companyId, (tx) =>
    addSource(tx, {
      companyId,
      name: "tid",
      transport: "shared-file",
      driver: "flexi-tid",
      product: 2,
      settings: {},
      driverOptions: {},
      timeZone: null,
      country: null,
      outsideLine: null,
      extensionDigits: null,
      internationalPrefix: null,
      keepNames: false,
      layoutId: null,
      layoutVersion: null,
    }),
  );
  await setShield(dpo, shield({ categories: ["children"] }));
  const sample = [
    "PHONE;DATE;STATUS",
    "0701740605;2026-06-15 08:15:00;DONE",
    "077-150 50 50;2026-06-15 08:16:00;DONE",
    "?",
  ].join("\n");
  const tried = await tryGate(fixture.as("reseller"), {
    sourceId,
    sample,
    filter: { rules: [{ action: "leave-out", name: "mobiles", numbers: ["070*"] }], others: "take" },
  });
  assert.deepEqual(
    tried.frames.map(({ line, became, rule, category }) => [line, became, rule, category]),
    [
      [1, "no-call", null, null],
      [2, "left-out", 1, null],
      [3, "shielded", null, 2],
      [4, "undefined", null, null],
    ],
  );
  assert.doesNotMatch(withoutIds(tried), /174|505050/);
  assert.deepEqual((await gateCounts(dpo, {})).counts, []);
});

test("the word that a rule's numbers are organisations' is asked for once, and again only for a number that is new", async (t) => {
  const dpo = (await house.beside(t)).as("dpo");
  const rule = {
    action: "leave-out",
    name: "switchboard",
    numbers: ["08-465 004 11"],
  } satisfies SetFilterInput["rules"][number];
  const other = { action: "leave-out", name: "nights", hours: { from: "22:00", to: "06:00" } } as const;
  const set = (version: number, rules: SetFilterInput["rules"], organisations = false) =>
    setFilter(dpo, filter({ version, rules, organisations }));
  await assert.rejects(set(0, [rule]), { code: "bad-input", field: "organisations" });
  const { rules } = await set(0, [rule], true);
  await set(1, [...rules, other]);
  const more = { ...rule, name: "fax", numbers: ["08-465 004 12"] };
  await assert.rejects(set(2, [...rules, other, more]), { code: "bad-input", field: "organisations" });
  assert.equal((await set(2, [...rules, other, more], true)).rules.length, 3);
});
