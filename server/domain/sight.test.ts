import assert from "node:assert/strict";
import { test } from "node:test";
import { PROFILES } from "./permissions.ts";
import { rightsOf } from "./rights.ts";
import { BLIND, FIELDS, readSight, seenAs, seesNoMoreThan, showValue, type Sight, strictest } from "./sight.ts";

const ADMIN = rightsOf("company-administrator").sight;
const sight = (changes: Partial<Sight>): Sight => ({ ...ADMIN, ...changes });

test("masked values show no more than the area or the day of birth", () => {
  assert.equal(showValue(ADMIN, "phone", "+46701740605"), "+46 70 174 •• ••");
  assert.equal(showValue(ADMIN, "ssn", "198108289874"), "1981 08 28-••••");
  assert.equal(showValue(ADMIN, "ssn_truncated", "19810828"), "1981 08 28");
  assert.equal(showValue(ADMIN, "name", "Anna Prov"), "A••••");
  assert.equal(showValue(ADMIN, "extension", "3000"), "3000");
});

test("a shown value is grouped for people and exact for files, a masked one is masked in both", () => {
  const open = sight({ phone: "shown", ssn: "shown" });
  assert.equal(showValue(open, "phone", "+46701740605"), "+46 70 174 06 05");
  assert.equal(showValue(open, "phone", "+46701740605", "exact"), "+46701740605");
  assert.equal(showValue(open, "ssn", "198108289874", "exact"), "198108289874");
  assert.equal(showValue(ADMIN, "phone", "+46701740605", "exact"), "+46 70 174 •• ••");
});

test("the digits hidden are as many as the profile says, or all, and never fewer than four of a personal identity number", () => {
  assert.equal(showValue(sight({ maskDigits: 2 }), "phone", "+46701740605"), "+46 70 174 06 ••");
  assert.equal(showValue(sight({ maskDigits: 2 }), "ssn", "198108289874"), "1981 08 28-••••");
  assert.equal(showValue(sight({ maskDigits: 6 }), "ssn", "198108289874"), "1981 08 ••-••••");
  const all = sight({ maskDigits: "all", ssn_truncated: "masked", extension: "masked" });
  for (const [cls, value] of [
    ["phone", "+46701740605"],
    ["ssn", "198108289874"],
    ["ssn_truncated", "19810828"],
    ["name", "Anna Prov"],
    ["extension", "3000"],
  ] as const)
    assert.match(showValue(all, cls, value), /^[• -]+$/, cls);
  assert.equal(showValue(sight({ extension: "masked" }), "extension", "3000"), "••••");
});

test("a masked number shows of its day what the field of the day shows by itself", () => {
  assert.equal(showValue(sight({ ssn_truncated: "masked" }), "ssn", "198108289874"), "1981 •• ••-••••");
  assert.equal(showValue(sight({ ssn_truncated: "hidden" }), "ssn", "198108289874"), "•••• •• ••-••••");
  assert.equal(showValue(sight({ ssn: "shown", ssn_truncated: "hidden" }), "ssn", "198108289874"), "•••• •• ••-••••");
});

test("a personal identity number that was keyed into a telephone is seen as one", () => {
  const phones = sight({ phone: "shown", ssn: "masked" });
  assert.equal(seenAs(phones, "phone", "198112289874"), "masked");
  assert.equal(showValue(phones, "phone", "8112289874"), "811228••••");
  assert.equal(showValue(sight({ phone: "shown", ssn: "hidden" }), "phone", "198112289874"), "");
  assert.equal(seenAs(phones, "phone", "+46701740605"), "shown");
});

test("hidden and gone say nothing, and what cannot be read shows nothing", () => {
  for (const field of FIELDS) assert.equal(showValue(BLIND, field, "+46701740605"), "");
  assert.equal(showValue(ADMIN, "phone", null), "");
  assert.deepEqual(readSight({ phone: "shown" }), BLIND);
  assert.deepEqual(readSight(ADMIN), ADMIN);
});

test("sights are compared field by field and digit by digit", () => {
  for (const profile of PROFILES) assert.equal(seesNoMoreThan(BLIND, rightsOf(profile).sight), true, profile);
  assert.equal(seesNoMoreThan(sight({ phone: "shown" }), ADMIN), false);
  assert.equal(seesNoMoreThan(sight({ maskDigits: 2 }), ADMIN), false);
  assert.equal(seesNoMoreThan(sight({ maskDigits: "all" }), ADMIN), true);
  const both = strictest(sight({ phone: "shown", maskDigits: 2 }), ADMIN);
  assert.deepEqual(both, ADMIN);
});
