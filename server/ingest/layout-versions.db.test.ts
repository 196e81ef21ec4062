import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { addLayout, addLayoutVersion, layoutUse } from "../store/layouts.ts";
import { changeSource } from "../store/sources.ts";
import { NOW, openIngestFixture } from "./ingest-fixture.ts";
import { storedLines, storedParties } from "./stored-fixture.ts";

/** Who called stands in the named column; the other one holds the called extension. */
const layout = (from: number, to: number) =>
  JSON.stringify({
    kind: "delimited",
    delimiter: "semicolon",
    size: { from: 4, to: 4 },
    fields: { at: 1, talk: 2, from, to },
    time: [{ of: "start", stamp: "at", format: "iso" }],
    duration: { field: "talk", format: "seconds" },
    direction: { "by sides": true },
    values: [
      { role: "calling", from: "from" },
      { role: "called", from: "to" },
    ],
  });

test("after a new version what was not read yet is read by it, what is stored stays, and both know which version read them", async (t) => {
  const f = await openIngestFixture(t);
  const { companyId } = f;
  const web = f.db.data("web");
  const source = await f.addSource("delimited", { options: { layout: layout(3, 4) } });
  const id = await withCompany(web, companyId, async (tx) => {
    const made = await addLayout(tx, companyId, "Växel", NOW);
    for (const [at, text] of [layout(3, 4), layout(4, 3)].entries())
      await addLayoutVersion(tx, {
        ...{ companyId, layoutId: made ?? 0, version: at + 1, kind: "delimited", layout: text },
        ...{ madeBy: null, madeByName: "Test", madeAt: NOW },
      });
    return made ?? 0;
  });
  const use = async (
    layoutId: number | null,
    layoutVersion: number | null,
    driverOptions: Record<string, string> = {},
  ) => {
    await withCompany(web, companyId, (tx) =>
      changeSource(tx, companyId, source, { layoutId, layoutVersion, driverOptions }),
    );
    f.time.now = new Date(f.time.now.getTime() + 10_000);
  };
  const deliveryId = randomUUID();
  const lines = ["2026-06-15 09:00:00;60;0701740605;2041", "2026-06-15 09:01:00;60;2042;0701740606"].map(
    (line) => `${line}\n`,
  );
  await use(id, 1);
  await f.send(source, lines[0] ?? "", { deliveryId });
  await use(id, 2);
  await f.send(source, lines.join(""));
  const calling = (await storedParties(f)).filter(({ role }) => role === "calling").map(({ canonical }) => canonical);
  assert.deepEqual(calling.sort(), ["+46701740605", "+46701740606"]);
  const { read, sources } = await withCompany(web, companyId, (tx) => layoutUse(tx, companyId, id));
  assert.deepEqual(
    read.toSorted((a, b) => a.version - b.version),
    [
      { version: 1, segments: 1, records: 1 },
      { version: 2, segments: 1, records: 2 },
    ],
  );
  assert.deepEqual(sources, [{ id: source, name: "delimited", version: 2 }]);

  const other = await f.beside("grannen");
  const elsewhere = await withCompany(web, other.companyId, (tx) => layoutUse(tx, other.companyId, id));
  assert.deepEqual(elsewhere, { read: [], sources: [] }, "another company's numbers of layouts are its own");
  const theirs = await other.addSource("delimited", { options: { layout: layout(3, 4) } });
  await withCompany(web, other.companyId, (tx) =>
    changeSource(tx, other.companyId, theirs, { layoutId: id, layoutVersion: 1, driverOptions: {} }),
  );
  await other.send(theirs, lines[0] ?? "");
  assert.deepEqual(
    [await other.count("call_record"), (await storedLines(other)).length],
    [0, 0],
    "it is not read with ours",
  );
});

test("a version of a layout is never changed nor deleted by the portal", async (t) => {
  const f = await openIngestFixture(t);
  const web = f.db.data("web");
  for (const change of [
    "update data.layout_version set layout = '{}'",
    "delete from data.layout_version",
    "delete from data.layout",
  ])
    await assert.rejects(
      withCompany(web, f.companyId, (tx) => tx.unsafe(change)),
      (error: { code?: string }) => error.code === "42501",
    );
});
