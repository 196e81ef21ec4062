import assert from "node:assert/strict";
import { test } from "node:test";
import { numberReader } from "../numbers/index.ts";
import { seededRandom } from "../seeded-random.ts";
import { asksNothing, type FilterRule, filterSettings, NO_FILTER, NO_RULE } from "./filter-settings.ts";
import { type CallToFilter, extensionFits, filterJudge } from "./judge-call.ts";

const SITE = { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null };
const PLACE = { sourceId: 1, site: SITE, zone: "Europe/Stockholm" };
const read = numberReader(SITE);

function call(changes: Partial<CallToFilter> & { number?: string } = {}): CallToFilter {
  const { number = "0701740605", ...rest } = changes;
  return {
    startedAt: new Date("2026-06-15T08:15:00Z"),
    extension: "2041",
    direction: "out",
    kind: "call_history",
    disposition: "answered",
    numbers: [read(number)],
    ...rest,
  };
}

function verdict(rules: readonly Partial<FilterRule>[], one: CallToFilter, others: "take" | "leave-out" = "take") {
  const made = rules.map((rule, i) => ({ id: i + 1, action: "leave-out" as const, name: `rule ${i + 1}`, ...rule }));
  const judge = filterJudge(filterSettings.parse({ rules: made, others }), PLACE);
  return judge === null ? null : judge(one);
}

const out = (rule: Partial<FilterRule>, one: CallToFilter) => verdict([rule], one)?.leftOut === true;

test("the first rule that fits decides; what none fits is taken, or left out where only what rules take is taken", () => {
  const rules: Partial<FilterRule>[] = [
    { action: "take", extensions: "2041" },
    { action: "leave-out", directions: ["out"] },
  ];
  assert.deepEqual(verdict(rules, call()), { leftOut: false, rule: 1 });
  assert.deepEqual(verdict(rules, call({ extension: "2042" })), { leftOut: true, rule: 2 });
  assert.deepEqual(verdict(rules, call({ extension: "2042", direction: "in" })), { leftOut: false, rule: NO_RULE });
  assert.deepEqual(verdict([], call(), "leave-out"), { leftOut: true, rule: NO_RULE });
});

test("where nothing can be left out there is no filter at all: such sources cost nothing", () => {
  assert.equal(filterJudge(NO_FILTER, PLACE), null);
  assert.equal(verdict([{ action: "take", directions: ["in"] }], call()), null);
  assert.equal(verdict([{ sources: [2], directions: ["out"] }], call()), null);
  assert.notEqual(verdict([{ sources: [1, 2], directions: ["out"] }], call()), null);
});

test("each condition asks what it says, and all of a rule must hold", () => {
  assert.ok(out({ numbers: ["020-50 50 50"] }, call({ number: "0004620505050" })));
  assert.ok(out({ numbers: ["08-465*"] }, call({ number: "+46846500411" })));
  assert.ok(!out({ numbers: ["08-465*"] }, call({ number: "+46847500411" })));
  assert.ok(out({ numbers: ["1177"] }, call({ number: "01177" })));
  assert.ok(out({ kinds: ["voicemail"], directions: ["in"] }, call({ kind: "voicemail", direction: "in" })));
  assert.ok(!out({ kinds: ["voicemail"], directions: ["in"] }, call({ kind: "voicemail" })));
  assert.ok(!out({ directions: ["out"] }, call({ direction: null })), "what is not known fits nothing");
  assert.ok(out({ dispositions: ["no-answer", "busy"] }, call({ disposition: "busy" })));
});

test("weekday, hours and days are those of the site's clock, on both nights of the clock change too", () => {
  const monday = call({ startedAt: new Date("2026-06-14T22:30:00Z") });
  assert.ok(out({ weekdays: [1] }, monday));
  assert.ok(out({ hours: { from: "00:00", to: "01:00" } }, monday));
  assert.ok(out({ days: { from: "2026-06-15", to: "2026-06-15" } }, monday));
  assert.ok(!out({ days: { from: null, to: "2026-06-14" } }, monday));
  const night = { from: "18:00", to: "07:00" };
  const at = (time: string) => out({ hours: night }, call({ startedAt: new Date(time) }));
  assert.deepEqual(
    ["2026-06-15T15:59:00Z", "2026-06-15T16:00:00Z", "2026-06-15T04:59:00Z", "2026-06-15T05:00:00Z"].map(at),
    [false, true, true, false],
  );
  const untilMidnight = { from: "18:00", to: "00:00" };
  assert.ok(out({ hours: untilMidnight }, call({ startedAt: new Date("2026-06-15T21:59:30Z") })));
  assert.ok(!out({ hours: untilMidnight }, call({ startedAt: new Date("2026-06-15T22:00:00Z") })));
  // 02:30 comes twice on 25 October, and 02:30 of 29 March never.
  const between = { from: "02:00", to: "03:00" };
  for (const time of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
    assert.ok(out({ hours: between }, call({ startedAt: new Date(time) })));
  assert.ok(!out({ hours: between }, call({ startedAt: new Date("2026-03-29T01:30:00Z") })));
});

test("extensions are lists, ranges and beginnings", () => {
  const fits = extensionFits("2041, 2100 - 2199; 31* reception");
  for (const one of ["2041", "2100", "2150", "2199", "3100", "31", "Reception"]) assert.ok(fits(one), one);
  for (const one of ["204", "20410", "2200", "02150", "3200", ""]) assert.ok(!fits(one), one);
});

test("a rule never leaves out more than it would with one more condition taken away", () => {
  const random = seededRandom(3);
  const conditions: Partial<FilterRule>[] = [
    { extensions: "2000-2999" },
    { directions: ["out", "in"] },
    { dispositions: ["answered"] },
    { weekdays: [1, 2, 3] },
    { hours: { from: "08:00", to: "17:00" } },
    { numbers: ["070*"] },
  ];
  for (let i = 0; i < 500; i++) {
    const some = conditions.filter(() => random() < 0.5);
    if (some.length === 0) continue;
    const one = call({
      startedAt: new Date(Date.UTC(2026, 0, 1 + Math.floor(random() * 365), Math.floor(random() * 24))),
      extension: random() < 0.5 ? "2041" : "3041",
      direction: random() < 0.3 ? null : "out",
    });
    const all = Object.assign({}, ...some) as Partial<FilterRule>;
    const fewer = Object.assign({}, ...some.slice(1)) as Partial<FilterRule>;
    if (some.length > 1 && out(all, one)) assert.ok(out(fewer, one));
  }
  assert.ok(asksNothing({ id: 1, action: "take", name: "x" }));
});
