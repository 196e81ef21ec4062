import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLayout } from "#server/drivers/layout/read-layout.ts";
import { meaningOf, USES, withUse } from "./field-uses.ts";
import { changesBetween } from "./layout-changes.ts";
import { BLANK, forPreview, type LayoutDraft, missingIn, readDraft, writeDraft } from "./layout-draft.ts";

const FIELDS = { date: 1, clock: 2, talk: 3, way: 4, ext: 5, number: 6, line: 7 };
const mapped = (): LayoutDraft => {
  let draft: LayoutDraft = { ...BLANK, fields: { ...FIELDS, trunk: 7 } };
  draft = withUse(draft, "date", "date", ["02.03.26"]);
  draft = withUse(draft, "clock", "clock", ["08:15"]);
  draft = withUse(draft, "talk", "duration", ["0:01:00"]);
  draft = withUse(draft, "way", "direction", ["I", "O", "I"]);
  draft = withUse(draft, "ext", "own");
  draft = withUse(draft, "number", "other");
  return withUse(draft, "trunk", "trunk");
};

test("columns that were given a meaning one by one are a layout that the driver takes", () => {
  const { line: _, ...fields } = { ...mapped().fields };
  const draft = { ...mapped(), fields };
  assert.deepEqual(missingIn(draft), []);
  const layout = checkLayout(draft);
  assert.deepEqual(layout.time[0], { of: "start", date: "date", clock: "clock", format: "dmy", zone: "site" });
  assert.equal(layout.duration.format, "clock");
  assert.deepEqual(
    layout.direction?.rules.map(({ is }) => is),
    ["in", "out"],
  );
  assert.deepEqual([layout.extension, layout.trunk], ["ext", "trunk"]);
});

test("every meaning is shown as it was chosen, and choosing another leaves nothing of it behind", () => {
  for (const use of USES) {
    const draft = withUse({ ...BLANK, fields: { a: 1 } }, "a", use, ["x"]);
    assert.equal(meaningOf(draft, "a"), use, use);
    assert.deepEqual(withUse(draft, "a", "none").values, undefined);
    assert.equal(meaningOf(withUse(draft, "a", "trunk"), "a"), "trunk", `trunk after ${use}`);
  }
});

test("a side of the call that another column is now is taken from the first; formats that were chosen stay", () => {
  const moved = withUse(mapped(), "talk", "other");
  assert.deepEqual(moved.values, [
    { role: "own", from: "ext" },
    { role: "other", from: "talk" },
  ]);
  assert.deepEqual(missingIn(moved), ["duration"]);
  assert.equal(withUse(mapped(), "trunk", "duration", ["5"]).duration?.format, "clock");
});

test("what only JSON can say is kept, and shown as more", () => {
  const own = {
    ...mapped(),
    values: [{ role: "called", from: ["number", "ext"] }],
    legs: { call: "trunk", part: "way" },
    nobody: ["hemligt"],
  } as LayoutDraft;
  assert.equal(meaningOf(own, "number"), "more");
  const changed = withUse(own, "talk", "ring");
  assert.deepEqual([changed["legs"], changed["nobody"], changed.values], [own["legs"], own["nobody"], own.values]);
});

test("a half-finished draft can be previewed, and any text is read or refused without a throw", () => {
  const half = { ...BLANK, fields: { a: 1 } };
  assert.deepEqual(missingIn(half), ["time", "duration", "people"]);
  checkLayout(forPreview(half));
  for (const text of [
    "",
    "{",
    "[]",
    "null",
    '{"kind":"csv","fields":{}}',
    '{"kind":"xml","fields":[]}',
    '{"kind":"xml","fields":{},"time":3}',
  ])
    assert.equal(readDraft(text), null, text);
  assert.deepEqual(readDraft(writeDraft(mapped())), mapped());
});

test("two versions are compared place by place", () => {
  assert.deepEqual(changesBetween(mapped(), mapped()), []);
  assert.deepEqual(changesBetween(mapped(), withUse(mapped(), "trunk", "queue")), [
    { path: "trunk", before: "trunk", after: null },
    { path: "queue", before: null, after: "trunk" },
  ]);
  assert.deepEqual(
    changesBetween({ size: { from: 1, to: 3 }, a: [{ b: 1 }] }, { a: [{ b: 2 }], size: { from: 1, to: 4 } }),
    [
      { path: "size > to", before: "3", after: "4" },
      { path: "a > 1 > b", before: "1", after: "2" },
    ],
  );
});
