import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompanyContext } from "../../context.ts";
import { openPrivacyFixture } from "../privacy-fixture.ts";
import { correctCall } from "./correct-call.ts";
import { prepareErasure } from "./prepare-erasure.ts";
import { noteObjection, restrictPerson } from "./restrict-person.ts";
import { decideObjection } from "./change-case.ts";

const NUMBER = "+46701740605";
const OTHER = "+46701740611";

test("whoever notes an objection, restricts, corrects or prepares an erasure asks about a person, and is counted like a search", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const [hitId = ""] = await fixture.store([
    {
      at: new Date("2026-06-10T08:00:00Z"),
      extension: "3000",
      parties: [{ role: "calling", class: "phone", text: NUMBER }],
    },
  ]);
  const dpo = { ...fixture.as("dpo"), bounds: { searchesMasked: 1, searchesClear: 1 } } satisfies CompanyContext;
  const objection = { name: "Case", reason: "A letter", ground: "situation" } as const;
  const ends = { ground: "accuracy", endsOn: "2026-07-01" } as const;
  const late = () => (fixture.time.now = new Date(fixture.time.now.getTime() + 3_600_001));
  const { caseId } = await noteObjection(dpo, { ...objection, text: OTHER });
  await assert.rejects(noteObjection(dpo, { ...objection, text: NUMBER }), { code: "too-many" });
  await assert.rejects(restrictPerson(dpo, { name: "Case", reason: "A letter", ...ends, text: NUMBER }), {
    code: "too-many",
  });
  const wrong = { what: "identifier", hitId, role: "calling", class: "phone", reason: "Wrong" } as const;
  await assert.rejects(correctCall(dpo, { ...wrong, text: OTHER }), { code: "too-many" });
  late();
  await correctCall(dpo, { ...wrong, text: "+46701740612" });
  await assert.rejects(correctCall(dpo, { ...wrong, text: "+46701740613" }), { code: "too-many" });
  await decideObjection(dpo, { caseId, decision: "upheld", reason: "It is right" });
  late();
  const admin = { ...fixture.as("company-administrator"), bounds: dpo.bounds };
  const prepare = (text: string) => prepareErasure(admin, { caseId, text });
  await assert.rejects(prepare(NUMBER), { code: "bad-input" });
  await assert.rejects(prepare("+46701740614"), { code: "too-many" });
});

test("no telephone number is kept as an extension, where no erasure would look for it", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const [hitId = ""] = await fixture.store([
    {
      at: new Date("2026-06-10T08:00:00Z"),
      extension: "3000",
      parties: [{ role: "calling", class: "phone", text: NUMBER }],
    },
  ]);
  const ask = (extension: string) =>
    correctCall(fixture.as("dpo"), { what: "extension", hitId, extension, reason: "Wrong" });
  for (const text of [NUMBER, "070-174 06 05", "Kim 19811228-9874"])
    await assert.rejects(ask(text), { code: "bad-input" }, text);
  await ask("Reception 3001");
});
