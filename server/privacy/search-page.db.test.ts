import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { openPrivacyFixture, type PrivacyFixture } from "./privacy-fixture.ts";
import { listViews } from "./saved-views/list-views.ts";
import { removeView } from "./saved-views/remove-view.ts";
import { saveView } from "./saved-views/save-view.ts";
import { setLook } from "./saved-views/set-look.ts";
import { search } from "./search.ts";
import { planSearches } from "../store/index.ts";
import { withoutIds } from "../domain/testing/without-ids.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const phone = (text: string, role: "calling" | "called" = "calling") => ({ role, class: "phone", text }) as const;
const hour = (n: number) => new Date(Date.UTC(2026, 5, 1) + n * 3_600_000);

type Question = Pick<Parameters<typeof saveView>[1], "columns" | "filters">;
type Sort = NonNullable<Parameters<typeof search>[1]["sort"]>;

/** Turns all pages; between the first and the second `meanwhile` happens. */
async function turnPages(
  fixture: PrivacyFixture,
  sort: Sort,
  meanwhile: () => Promise<unknown> = async () => undefined,
) {
  const ctx = fixture.as("company-administrator");
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 40; page++) {
    const answer = await search(ctx, { text: NUMBER, sort, limit: 4, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...answer.hits.map((hit) => hit.hitId));
    if (page === 0) await meanwhile();
    if (answer.next === null) return seen;
    cursor = answer.next;
  }
  throw new Error("the pages have no end");
}

test("in every order a page repeats and misses no call while calls come in", async (t) => {
  const fixture = await house.beside(t);
  const extensions = ["3010", "3002", "300", "21", undefined];
  const there = await fixture.store(
    Array.from({ length: 17 }, (_, i) => {
      const extension = extensions[i % extensions.length];
      return { at: hour(i * 5), parties: [phone(NUMBER)], ...(extension === undefined ? {} : { extension }) };
    }),
  );
  let later = 0;
  for (const by of ["date", "extension", "duration", "source", "direction", "erasedOn"] as const) {
    for (const direction of ["asc", "desc"] as const) {
      const meanwhile = () =>
        fixture.store([
          { at: hour(++later * 3 + 1), extension: "21", parties: [phone(NUMBER)] },
          { at: hour(++later * 3 + 1), extension: "9999", parties: [phone(NUMBER)] },
        ]);
      const seen = await turnPages(fixture, { by, direction }, meanwhile);
      assert.equal(new Set(seen).size, seen.length, `${by} ${direction} repeats`);
      for (const id of there) assert.ok(seen.includes(id), `${by} ${direction} misses a call`);
    }
  }
});

test("extensions sort as people read them, calls without one last, dates from either end", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    { at: hour(1), extension: "3010", parties: [phone(NUMBER)] },
    { at: hour(2), extension: "300", parties: [phone(NUMBER)] },
    { at: hour(3), parties: [phone(NUMBER)] },
    { at: hour(4), extension: "21", parties: [phone(NUMBER)] },
  ]);
  const ctx = fixture.as("company-administrator");
  const sorted = async (sort: Sort) => (await search(ctx, { text: NUMBER, sort })).hits.map((hit) => hit.extension);
  assert.deepEqual(await sorted({ by: "extension", direction: "asc" }), ["21", "300", "3010", null]);
  assert.deepEqual(await sorted({ by: "extension", direction: "desc" }), ["3010", "300", "21", null]);
  assert.deepEqual(await sorted({ by: "date", direction: "asc" }), ["3010", "300", null, "21"]);
  assert.deepEqual(await sorted({ by: "date" }), ["21", null, "300", "3010"]);
});

test("a cursor of another order or another company is refused in a sentence", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store(Array.from({ length: 3 }, (_, i) => ({ at: hour(i), parties: [phone(NUMBER)] })));
  const ctx = fixture.as("company-administrator");
  const { next } = await search(ctx, { text: NUMBER, limit: 1 });
  assert.ok(next !== null && !next.includes("1740605"));
  const turn = (cursor: string, sort: Sort) => search(ctx, { text: NUMBER, limit: 1, cursor, sort });
  await assert.rejects(turn(next, { by: "duration" }), { code: "bad-input" });
  await assert.rejects(turn(next, { direction: "asc" }), { code: "bad-input" });
  await assert.rejects(turn("e30", {}), { code: "bad-input" });
  const parts = JSON.parse(Buffer.from(next, "base64url").toString()) as unknown[];
  const foreign = Buffer.from(JSON.stringify([1, fixture.companyId + 1, ...parts.slice(2)])).toString("base64url");
  await assert.rejects(turn(foreign, {}), { code: "bad-input" });
});

test("every choice of a filter tells how many calls it would show with the other filters kept", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    { at: hour(1), extension: "3000", parties: [phone(NUMBER)] },
    { at: hour(2), extension: "3000", parties: [phone(NUMBER, "called")] },
    { at: hour(3), kind: "callback", parties: [phone(NUMBER)] },
    { at: hour(4), kind: "queue_call", product: "cc", parties: [phone(NUMBER)] },
  ]);
  const ctx = fixture.as("company-administrator");
  const counts = async (filters: object) => (await search(ctx, { text: NUMBER, filters })).counts;
  const all = await counts({});
  assert.deepEqual(
    [all?.total, all?.capped, all?.byProduct, all?.byRole],
    [4, false, { pbx: 3, cc: 1 }, { calling: 3, called: 1 }],
  );
  assert.deepEqual(
    new Map(all?.bySource.map((one) => [one.source, one.count])),
    new Map([
      ["CALL_HISTORY", 2],
      ["CALLBACK", 1],
      ["QUEUE_CALL", 1],
    ]),
  );
  const calling = await counts({ roles: ["calling"] });
  assert.deepEqual([calling?.total, calling?.byRole], [3, { calling: 3, called: 1 }]);
  assert.deepEqual(calling?.bySource.find((one) => one.source === "CALL_HISTORY")?.count, 1);
  const callbacks = await counts({ sources: ["callback"], products: ["pbx"] });
  assert.deepEqual([callbacks?.total, callbacks?.byProduct], [1, { pbx: 1 }]);
  assert.equal(callbacks?.bySource.length, 2, "another kind of the same product can still be chosen");
  assert.equal((await counts({ extension: "3000" }))?.total, 2);
  assert.equal((await counts({ roles: ["dialled"] }))?.total, 0);
});

test("whoever does not see extensions can neither sort nor filter by them, nor keep one", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([{ at: hour(1), extension: "3000", parties: [phone(NUMBER)] }]);
  const open = fixture.as("company-administrator");
  const ctx = fixture.as("company-administrator", { sight: { ...open.actor.sight, extension: "masked" } });
  await assert.rejects(search(ctx, { text: NUMBER, sort: { by: "extension" } }), { code: "forbidden" });
  await assert.rejects(search(ctx, { text: NUMBER, filters: { extension: "3000" } }), { code: "forbidden" });
  const view = { name: "Reception", columns: [], filters: { extension: "3000" }, shared: true };
  await assert.rejects(saveView(ctx, view), { code: "forbidden" });
  await saveView(open, view);
  assert.deepEqual((await listViews(ctx)).views, [], "a shared view does not tell the extension either");
});

test("a view keeps a question without whom it is about, is changed by its maker alone and read by others when shared", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([{ at: hour(1), extension: "3000", parties: [phone(NUMBER)] }]);
  const ann = fixture.as("company-administrator");
  const ben = fixture.as("dpo", { accountId: "00000000-0000-4000-8000-00000000be00" });
  const question: Question = { columns: ["date", "note"], filters: { extension: "3000", from: "2026-06-01" } };
  const { viewId } = await saveView(ann, { name: "Växel, vecka 23", ...question });
  assert.deepEqual((await listViews(ben)).views, []);
  await saveView(ann, { viewId, name: "Växel", shared: true, ...question, sort: { by: "date", direction: "asc" } });
  const [shared] = (await listViews(ben)).views;
  assert.deepEqual(
    [shared?.name, shared?.own, shared?.filters.extension, shared?.sort.direction],
    ["Växel", false, "3000", "asc"],
  );
  await assert.rejects(saveView(ben, { viewId, name: "Mine", ...question }), { code: "not-found" });
  assert.deepEqual(await removeView(ben, { viewId }), { removed: false });
  for (const name of ["070-174 06 05", "call +46 70 174 06 05", "１９８１１２２８-9874"])
    await assert.rejects(saveView(ann, { name, ...question }), { code: "bad-input" }, name);
  await assert.rejects(saveView(ann, { name: "None", ...question, filters: { extension: "4711" } }), {
    code: "not-found",
  });
  const stored = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select v::text as row from data.saved_view v`,
  );
  assert.ok(!withoutIds(stored).includes("3000"), "an extension stands as its random id");
  assert.deepEqual(await removeView(ann, { viewId }), { removed: true });
  assert.deepEqual((await listViews(ann)).views, []);
});

test("the statements of a search are planned beforehand, by the web role and for nobody", async (t) => {
  const fixture = await house.beside(t);
  await planSearches(fixture.db.data("web"));
  await assert.rejects(planSearches(fixture.db.data("ingest")), { code: "42501" });
});

test("how somebody likes the page is remembered for that person alone", async (t) => {
  const fixture = await house.beside(t);
  const ann = fixture.as("company-administrator");
  const ben = fixture.as("dpo", { accountId: "00000000-0000-4000-8000-00000000be00" });
  await setLook(ann, { columns: ["note", "date"], density: "dense" });
  assert.deepEqual((await listViews(ann)).look, { columns: ["note", "date"], density: "dense", defaultViewId: null });
  assert.deepEqual((await listViews(ben)).look, { columns: null, density: "calm", defaultViewId: null });
  await assert.rejects(listViews(fixture.as("reseller")), { code: "forbidden" });
});
