import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { findSubjects, listIntents, verifyStatement } from "../keyring/index.ts";
import { commitTo } from "./erase/commitment.ts";
import { askFor, hitsOf, workOf } from "./erase-fixture.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { listCertificates } from "./list-certificates.ts";
import { readErasure } from "./list-erasures.ts";
import { previewErasure } from "./preview-erasure.ts";
import { openPrivacyFixture, type PrivacyFixture } from "./privacy-fixture.ts";
import { requestErasure } from "./request-erasure.ts";
import { runErasure } from "./run-erasure.ts";
import { search } from "./search.ts";
import { undoErasure } from "./undo-erasure.ts";

const NUMBER = "+46701740605";
const OTHER = "+46701740611";
const SSN = "189001019802";
const phone = (text: string, role: "calling" | "called" | "caller" = "calling") =>
  ({ role, class: "phone", text }) as const;

async function threeCalls(fixture: PrivacyFixture): Promise<string[]> {
  return fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), extension: "3000", parties: [phone("0701740605"), phone(OTHER, "called")] },
    { at: new Date("2026-06-11T08:00:00Z"), extension: "3001", parties: [phone("+46701740605")] },
    { at: new Date("2026-06-12T08:00:00Z"), parties: [phone(OTHER)] },
  ]);
}

test("erasing a person leaves no subject, no row, no raw record and no line that opens, and the certificate says so", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await threeCalls(fixture);
  await fixture.storeUndefined(["?? 070-174 06 05 garbage", "?? 0701740699 garbage"]);
  const ctx = fixture.as("company-administrator");
  const selection = await freezeSelection(ctx, { text: "070-174 06 05" });
  const preview = await previewErasure(ctx, { selectionId: selection.selectionId });
  assert.deepEqual(
    [preview.rows, preview.scope, preview.rawRecords, preview.undefinedLines, preview.rowsStaying],
    [2, "person", 2, 2, 0],
  );
  await assert.rejects(requestErasure(ctx, { selectionId: selection.selectionId, reason: "Art. 17", typedCount: 3 }), {
    code: "conflict",
  });
  const { erasureId, nonce } = await requestErasure(ctx, {
    selectionId: selection.selectionId,
    reason: "Art. 17(1)(b)",
    typedCount: 2,
  });
  assert.deepEqual(await hitsOf(fixture, NUMBER), [], "nobody reads it from the request on");
  fixture.time.now = new Date(fixture.time.now.getTime() + 1_000);
  await runErasure(workOf(fixture, erasureId));
  const erasure = await readErasure(ctx, { erasureId });
  assert.deepEqual([erasure.state, erasure.outcome, erasure.rowsDone], ["done", "complete", 2]);
  const [certificate] = (await listCertificates(ctx)).certificates;
  const { statement } = certificate ?? assert.fail();
  assert.deepEqual(statement.deleted, {
    calls: 2,
    parties: 2,
    rawRecords: 2,
    undefinedLines: 1,
    exports: 0,
    selections: 1,
  });
  assert.ok(Object.values(statement.found).every((count) => count === 0));
  assert.ok(
    statement.searched.parties >= 2 && statement.searched.rawSegments >= 1 && statement.searched.undefinedLines === 1,
  );
  assert.deepEqual(statement.commitment.values, [commitTo(nonce, NUMBER)]);
  const verified = await verifyStatement(certificate?.jws ?? "");
  assert.deepEqual(verified.payload["outcome"], "complete");
  assert.ok(!JSON.stringify(verified.payload).includes("1740605"));
  const flipped = (certificate?.jws ?? "").replace(/\.(.)/, (_, char: string) => `.${char === "A" ? "B" : "A"}`);
  await assert.rejects(verifyStatement(flipped), { code: "corrupt" });
  assert.deepEqual(
    await findSubjects(fixture.installation.keyring, fixture.companyId, { class: 1, canonical: NUMBER }),
    [],
  );
  assert.deepEqual(
    (await hitsOf(fixture, OTHER)).map((hit) => hit.gone),
    [[], [{ role: "calling", class: "phone", why: "erased" }]],
  );
  assert.deepEqual(await listIntents(fixture.installation.keyring, fixture.companyId), []);
  assert.equal(await rowsThatHold(fixture, "plan"), 0);
});

async function rowsThatHold(fixture: PrivacyFixture, key: string): Promise<number> {
  return withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => {
    const [row] = await tx`select count(*)::int as n from data.erasure e where e.detail ? ${key}`;
    return row?.["n"] as number;
  });
}

test("what was erased stays erased when it is sent again; later calls are ordinary", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await threeCalls(fixture);
  const { erasureId } = await askFor(fixture, { text: NUMBER });
  await runErasure(workOf(fixture, erasureId));
  fixture.time.now = new Date("2026-06-16T10:00:00Z");
  await fixture.store([
    { at: new Date("2026-06-09T08:00:00Z"), parties: [phone("0046701740605")] },
    { at: new Date("2026-06-16T08:00:00Z"), extension: "3005", parties: [phone("0701740605")] },
  ]);
  assert.deepEqual(
    (await hitsOf(fixture, NUMBER)).map((hit) => hit.note),
    ["extension=3005"],
  );
});

test("of chosen rows only these go; what stays opens under a new id, and the old one opens nowhere", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const [first] = await threeCalls(fixture);
  const [before] = await findSubjects(fixture.installation.keyring, fixture.companyId, { class: 1, canonical: NUMBER });
  const { erasureId } = await askFor(fixture, { text: NUMBER, hitIds: [first ?? ""] });
  await runErasure(workOf(fixture, erasureId));
  assert.deepEqual(
    (await hitsOf(fixture, NUMBER)).map((hit) => [hit.note, hit.number]),
    [["extension=3001", "+46 70 174 •• ••"]],
  );
  const [after] = await findSubjects(fixture.installation.keyring, fixture.companyId, { class: 1, canonical: NUMBER });
  assert.notDeepEqual(after?.subjectId, before?.subjectId);
  assert.deepEqual((await hitsOf(fixture, OTHER)).length, 2, "the other party of the call stays");
  const view = await readErasure(fixture.as("dpo"), { erasureId });
  assert.deepEqual([view.scope, view.outcome, view.state], ["rows", "complete", "done"]);
});

test("with a number go the same person's SSN, truncated SSN and name in those calls; elsewhere only when asked", async (t) => {
  for (const othersElsewhere of [false, true]) {
    const fixture = await openPrivacyFixture(t);
    const person = [
      phone(NUMBER, "caller"),
      { role: "caller", class: "ssn", text: SSN },
      { role: "caller", class: "ssn_truncated", text: SSN.slice(0, 8) },
    ] as const;
    await fixture.store([
      { at: new Date("2026-06-14T08:00:00Z"), product: "tid", kind: "callback", parties: person },
      {
        at: new Date("2026-06-14T09:00:00Z"),
        product: "tid",
        kind: "callback",
        parties: [phone(OTHER, "caller"), ...person.slice(1)],
      },
    ]);
    const ctx = fixture.as("company-administrator");
    const selection = await freezeSelection(ctx, { text: NUMBER });
    const { others } = await previewErasure(ctx, { selectionId: selection.selectionId });
    assert.deepEqual(others.map((one) => [one.class, one.rowsHere, one.rowsElsewhere]).sort(), [
      ["ssn", 1, 1],
      ["ssn_truncated", 1, 0],
    ]);
    const { erasureId } = await requestErasure(ctx, {
      selectionId: selection.selectionId,
      reason: "Art. 17",
      typedCount: 1,
      othersElsewhere,
    });
    await runErasure(workOf(fixture, erasureId));
    assert.equal((await hitsOf(fixture, SSN)).length, othersElsewhere ? 0 : 1);
    assert.equal((await search(ctx, { text: SSN, tiers: ["possible"] })).hits.length, othersElsewhere ? 0 : 1);
    assert.equal((await hitsOf(fixture, OTHER)).length, 1);
    assert.equal((await readErasure(ctx, { erasureId })).outcome, "complete");
  }
});

test("within its grace nobody reads it and it can be undone; afterwards not", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await threeCalls(fixture);
  const ctx = fixture.as("company-administrator");
  const first = await askFor(fixture, { text: NUMBER }, { graceMinutes: 15 });
  assert.deepEqual(await hitsOf(fixture, NUMBER), []);
  await runErasure(workOf(fixture, first.erasureId));
  assert.equal((await readErasure(ctx, { erasureId: first.erasureId })).state, "waiting");
  const stale = { ...ctx, actor: { ...ctx.actor, via: "portal" as const, steppedUpAt: null } };
  await assert.rejects(undoErasure(stale, { erasureId: first.erasureId }), { code: "step-up" });
  await undoErasure(ctx, { erasureId: first.erasureId });
  assert.equal((await hitsOf(fixture, NUMBER)).length, 2);
  const second = await askFor(fixture, { text: NUMBER }, { graceMinutes: 15 });
  fixture.time.now = new Date(fixture.time.now.getTime() + 16 * 60_000);
  await assert.rejects(undoErasure(ctx, { erasureId: second.erasureId }), { code: "gone" });
  await runErasure(workOf(fixture, second.erasureId));
  assert.equal((await readErasure(ctx, { erasureId: second.erasureId })).outcome, "complete");
});

test("killed before any of its writes, an erasure is finished by the next start", async (t) => {
  const house = await openPrivacyFixture(t);
  for (const chosen of [false, true]) {
    const counted = await killedAt(house, Number.POSITIVE_INFINITY, chosen);
    assert.ok(counted > 20, "the kills come between the steps");
    for (let part = 0; part < KILLS; part++)
      await killedAt(house, 1 + Math.floor(((part + Math.random()) * counted) / KILLS), chosen);
  }
});

const KILLS = 3;

/** One erasure in a company of its own, killed and resumed; answers how many writes it had until then. */
async function killedAt(house: PrivacyFixture, killAt: number, chosen: boolean): Promise<number> {
  const endings: (() => Promise<void>)[] = [];
  const fixture = await house.beside({ after: (ending) => void endings.push(ending) });
  const ids = await threeCalls(fixture);
  const { erasureId } = await askFor(fixture, { text: NUMBER, ...(chosen ? { hitIds: [ids[0] ?? ""] } : {}) });
  const writes = await runUntilWrite(fixture, erasureId, killAt);
  await runErasure({ ...workOf(fixture, erasureId), ...(await fixture.reopen()) });
  const view = await readErasure(fixture.as("dpo"), { erasureId });
  assert.deepEqual([view.state, view.outcome], ["done", "complete"], `killed at write ${killAt}`);
  assert.equal((await hitsOf(fixture, NUMBER)).length, chosen ? 1 : 0, `killed at write ${killAt}`);
  assert.equal((await listCertificates(fixture.as("dpo"))).certificates.length, 1);
  for (const ending of endings) await ending();
  return writes;
}

/** Plays a kill: from the n-th transaction or keyring statement on every door is shut. */
async function runUntilWrite(fixture: PrivacyFixture, erasureId: string, killAt: number): Promise<number> {
  let writes = 0;
  const count = () => {
    if (++writes >= killAt) throw new Error("killed");
  };
  const counted =
    (work: (...args: never[]) => unknown) =>
    (...args: unknown[]) => {
      count();
      return work(...(args as never[]));
    };
  const shut = <T extends object>(door: T): T =>
    new Proxy(door, {
      get: (target, key) => {
        const value = Reflect.get(target, key) as unknown;
        return key === "begin" ? counted((value as (...args: never[]) => unknown).bind(target)) : value;
      },
      apply: (target, self, args) => counted((...given) => Reflect.apply(target as never, self, given))(...args),
    });
  const dying = await fixture.reopen();
  const { web, keeper } = dying.sql;
  const doors = dying.keyring.sql;
  if (web === undefined || keeper === undefined || doors.web === undefined || doors.keeper === undefined)
    throw new Error("all doors are open in tests");
  const keyring = {
    ...dying.keyring,
    companies: new Map(),
    sql: { ...doors, web: shut(doors.web), keeper: shut(doors.keeper) },
  };
  try {
    await runErasure({ ...workOf(fixture, erasureId), ...dying, keyring, sql: { ...dying.sql, web: shut(web) } });
    return writes;
  } catch (error) {
    assert.match(String(error), /killed/);
    return writes;
  }
}
