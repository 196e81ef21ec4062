import assert from "node:assert/strict";
import { test } from "node:test";
import { BASES, ceilingOf, givable, ownRights, readOwnProfile, widestSight, within } from "./own-profile.ts";
import { NEEDS, PERMISSIONS, permissionsOf } from "./permissions.ts";
import { rightsOf } from "./rights.ts";
import { BLIND } from "./sight.ts";

const ADMIN = rightsOf("company-administrator");
const OWN = {
  id: "one",
  name: "One",
  base: "company-administrator",
  permissions: ["data.search", "data.reveal"],
  sight: ADMIN.sight,
  exportSight: ADMIN.exportSight,
} as const;

test("a profile holds what its base holds or may be granted expressly, and never what reaches further than the company", () => {
  for (const base of BASES) {
    const ceiling = ceilingOf(base);
    for (const permission of permissionsOf(base)) assert.ok(ceiling.includes(permission), `${base} ${permission}`);
    for (const beyond of ["company.change", "maintenance.run", "maintenance.see", "retention.set"] as const)
      assert.equal(ceiling.includes(beyond), false, `${base} ${beyond}`);
  }
  const stored = { ...OWN, permissions: [...PERMISSIONS, "emperor.be"], base: "supervisor" };
  const read = readOwnProfile(stored);
  assert.ok(read !== null);
  assert.deepEqual([...ownRights(read).permissions].sort(), [...ceilingOf("supervisor")].sort());
  assert.equal(readOwnProfile({ ...stored, base: "reseller" }), null);
  assert.deepEqual(readOwnProfile({ ...stored, sight: { phone: "shown" } })?.sight, BLIND);
});

test("every right that another one needs can be had together with it, and nothing needs itself", () => {
  for (const base of BASES) {
    const ceiling = ceilingOf(base);
    for (const permission of ceiling) {
      const seen = new Set([permission]);
      for (let next = NEEDS[permission]; next !== undefined; next = NEEDS[next]) {
        assert.ok(ceiling.includes(next), `${base}: ${permission} needs ${next}`);
        assert.equal(seen.has(next), false);
        seen.add(next);
      }
    }
  }
});

test("an administrator gives what they see by any door; whoever has an own profile gives what they see without revealing", () => {
  assert.equal(widestSight(ADMIN).phone, "shown");
  assert.ok(givable(ADMIN).has("retention.tighten"));
  const own = ownRights(OWN);
  assert.equal(widestSight(own).phone, "masked");
  assert.equal(within(own, { ...own, sight: { ...own.sight, phone: "shown" } }), false);
  assert.equal(within(own, own), true);
  assert.equal(within(own, rightsOf("dpo")), false);
  assert.equal(within(ADMIN, rightsOf("dpo")), true);
});

test("the digits that one door hides are not given by another door that shows no such field", () => {
  const own = ownRights({
    ...OWN,
    permissions: ["data.search", "data.export"],
    sight: { ...BLIND, phone: "masked", maskDigits: 8 },
    exportSight: { ...BLIND, cost: "masked", maskDigits: 1 },
  });
  assert.equal(within(own, own), true);
  assert.equal(within(own, { ...own, sight: { ...own.sight, maskDigits: 2 } }), false);
  assert.equal(within(own, { ...own, exportSight: { ...own.sight, maskDigits: 2 } }), false);
});
