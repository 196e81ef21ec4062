import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import {
  addSource,
  changeSource,
  guessLayoutOf,
  listLayouts,
  listSources,
  previewLayout,
  readLayoutVersion,
  removeLayout,
  saveLayout,
  showLayout,
  applyLayout,
} from "../../collect/index.ts";
import type { LayoutInput } from "../../drivers/layout/schema.ts";
import { openPrivacyFixture } from "../../privacy/privacy-fixture.ts";

const LAYOUT: LayoutInput = {
  kind: "delimited",
  delimiter: "semicolon",
  fields: { at: 1, talk: 2, from: 3, to: 4 },
  time: [{ of: "start", stamp: "at", format: "iso" }],
  duration: { field: "talk", format: "seconds" },
  direction: { "by sides": true },
  values: [
    { role: "calling", from: "from" },
    { role: "called", from: "to" },
  ],
};
const text = (change: Partial<LayoutInput> = {}) => JSON.stringify({ ...LAYOUT, ...change });
const SAMPLE = "2026-06-15 09:00:00;60;0701740605;2041\n2026-06-15 09:01:00;x;0701740606;2041\n";

test("a layout is saved in versions, used by a source, and kept from whoever may not", async (t) => {
  const f = await openPrivacyFixture(t);
  const admin = f.as("company-administrator");
  const first = await saveLayout(admin, { name: "Växel", layout: text() });
  assert.equal(first.version, 1);
  const of = { layoutId: first.layoutId };
  assert.deepEqual(await saveLayout(admin, { ...of, basedOn: 1, name: "Växel", layout: text() }), first);

  const folder = join(f.db.home, "shared", admin.company.slug);
  mkdirSync(folder, { recursive: true });
  const source = { name: "PBX", driver: "delimited", settings: { path: folder } };
  await assert.rejects(addSource(admin, source), { code: "bad-input" }, "without a layout it reads nothing");
  const layout = { id: first.layoutId, version: 1 };
  await assert.rejects(addSource(admin, { ...source, driver: "json", layout }), { code: "bad-input" });
  await assert.rejects(addSource(admin, { ...source, layout, driverOptions: { layout: text() } }), {
    code: "bad-input",
  });
  await assert.rejects(addSource(admin, { ...source, layout: { id: 99, version: 1 } }), { code: "not-found" });
  const { sourceId } = await addSource(admin, { ...source, layout });

  const second = await saveLayout(admin, { ...of, basedOn: 1, name: "Växel 2", layout: text({ charset: "cp850" }) });
  assert.equal(second.version, 2);
  await assert.rejects(saveLayout(admin, { ...of, basedOn: 1, name: "Växel", layout: text() }), {
    code: "conflict",
  });
  await assert.rejects(removeLayout(admin, of), { code: "conflict" }, "a source reads with it");
  assert.deepEqual(await versionOf(), 1, "saving changes no source");
  await applyLayout(admin, { ...second, sourceId });
  assert.deepEqual(await versionOf(), 2);
  assert.equal((await readLayoutVersion(admin, { ...first })).layout, text(), "a version stays as it was saved");
  const shown = await showLayout(admin, of);
  assert.deepEqual(
    shown.versions.map(({ version, madeByName }) => [version, madeByName]),
    [
      [2, admin.actor.name],
      [1, admin.actor.name],
    ],
  );
  assert.deepEqual(shown.sources, [{ id: sourceId, name: "PBX", version: 2 }]);
  const { layout: _, ...bare } = { ...source, layout: null, driver: "asterisk-cdr-csv" };
  await changeSource(admin, { sourceId, source: bare });
  assert.equal(await versionOf(), null);
  await removeLayout(admin, of);
  assert.equal((await listLayouts(admin)).of, 0);
  await assert.rejects(showLayout(admin, of), { code: "not-found" });
  assert.equal((await saveLayout(admin, { name: "växel 2", layout: text() })).version, 1, "its name is free again");

  for (const profile of ["dpo", "supervisor", "system-administrator", "end-user"] as const) {
    const other = f.as(profile);
    for (const refused of [
      saveLayout(other, { name: "x", layout: text() }),
      previewLayout(other, { layout: text(), sample: SAMPLE }),
      guessLayoutOf(other, { sample: SAMPLE }),
      applyLayout(other, { ...first, sourceId }),
    ])
      await assert.rejects(refused, { code: "forbidden" });
  }

  async function versionOf() {
    return (await listSources(admin)).find(({ id }) => id === sourceId)?.layoutVersion;
  }
});

test("a layout holds no number of a person, and a sample leaves nothing behind", async (t) => {
  const f = await openPrivacyFixture(t);
  const admin = f.as("company-administrator");
  for (const wrong of [
    text({ nobody: ["0701740605"] }),
    text({ "not calls": [{ when: [{ field: "from", equals: ["x", "+46 70-174 06 05"] }], because: "test" }] }),
    text({ title: "Anna 19811228-9874" }),
  ])
    await assert.rejects(saveLayout(admin, { name: "x", layout: wrong }), { code: "bad-input", field: "layout" });
  await assert.rejects(saveLayout(admin, { name: "Anna 0701740605", layout: text() }), {
    code: "bad-input",
    field: "name",
  });
  await saveLayout(admin, { name: "x", layout: text({ nobody: ["0000000000", "hemligt"] }) });

  const { lines } = await previewLayout(admin, { layout: text(), sample: SAMPLE });
  assert.deepEqual(
    lines.map(({ became, reason }) => [became, reason]),
    [
      ["records", null],
      ["undefined", "duration: not of its format"],
    ],
  );
  assert.equal(lines[0]?.record?.values[0]?.text, "0701740605");
  const { layout } = await guessLayoutOf(admin, { sample: SAMPLE.replace(";x;", ";7;") });
  assert.equal((await previewLayout(admin, { layout, sample: SAMPLE })).lines[0]?.became, "records");
  await assert.rejects(
    guessLayoutOf(admin, { sample: "0701740605" }),
    (error: Error) => !error.message.includes("0701740605"),
  );
  const rows = await withCompany(f.db.data("owner"), f.companyId, async (tx) => [
    ...(await tx`select a.detail::text as told from data.audit a where a.company_id = ${f.companyId}`),
    ...(await tx`select v.layout as told from data.layout_version v where v.company_id = ${f.companyId}`),
  ]);
  assert.ok(rows.length > 1);
  for (const { told } of rows) assert.doesNotMatch(String(told), /70-?17406|1740605/);
});
