import assert from "node:assert/strict";
import { test } from "node:test";
import { addPerson } from "../../directory/add-person.ts";
import { changePerson } from "../../directory/change-person.ts";
import { resetPassword } from "../../directory/reset-password.ts";
import { askFor } from "../erase-fixture.ts";
import { decideRetention } from "../decide-retention.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { requestErasure } from "../request-erasure.ts";
import { setRetention } from "../set-retention.ts";
import { decideErasure } from "./decide-erasure.ts";
import { setErasureSetting } from "./set-erasure-setting.ts";

const NUMBER = "+46701740605";
const DAY_MS = 86_400_000;
const pass = (fixture: PrivacyFixture, days: number) => {
  fixture.time.now = new Date(fixture.time.now.getTime() + days * DAY_MS);
};

test("who makes a colleague, gives them a password or other rights is not two persons that week, whichever of them asks", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const admin = fixture.as("company-administrator");
  await fixture.store([
    { at: new Date("2026-06-14T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: NUMBER }] },
  ]);
  await setErasureSetting(admin, { secondApprover: true, ownNumbers: [] });
  const place = { profile: "company-administrator", companyId: fixture.companyId } as const;
  const { accountId } = await addPerson(admin, { email: "two@ekbacken.example", name: "Two", ...place });
  await addPerson(admin, { email: "three@ekbacken.example", name: "Three", ...place });
  const puppet = fixture.as("company-administrator", { accountId, name: "Two" });
  const approve = (who: typeof admin, erasureId: string) => decideErasure(who, { erasureId, decision: "approve" });
  const refused = { code: "forbidden", message: /counts from 2026-/ };
  const own = await askFor(fixture, { text: NUMBER });
  await assert.rejects(approve(puppet, own.erasureId), refused);
  const { selectionId } = await freezeSelection(puppet, { text: NUMBER });
  const theirs = await requestErasure(puppet, { selectionId, reason: "Art. 17(1)(b)", typedCount: 1 });
  await assert.rejects(approve(admin, theirs.erasureId), refused);
  const changes = [{ product: "pbx", class: "phone", keptDays: 30 }] as const;
  const { coolingId } = await setRetention(fixture.as("reseller", { accountId: admin.actor.accountId }), {
    changes: [...changes],
    reason: "shorter",
  });
  await assert.rejects(decideRetention(puppet, { changeId: coolingId ?? "", decision: "waive" }), refused);
  await decideErasure(puppet, { erasureId: own.erasureId, decision: "decline" });

  const later = async () => (await askFor(fixture, { text: NUMBER })).erasureId;
  pass(fixture, 8);
  await resetPassword(admin, { accountId });
  await assert.rejects(approve(puppet, await later()), refused);
  pass(fixture, 8);
  await changePerson(admin, { accountId, profile: "dpo" });
  await assert.rejects(approve(puppet, await later()), refused);
  pass(fixture, 8);
  await approve(puppet, await later());
});
