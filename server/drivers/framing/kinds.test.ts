import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../domain/seeded-random.ts";
import type { Framing } from "../driver.ts";
import { createFramer, FRAME_LIMIT, isWhole } from "../framing.ts";
import { damagedFile } from "../testing/damaged-file.ts";
import { counted, GROUPS, KINDS, plain } from "./kinds-fixture.ts";
import { framesOf } from "../testing/frames-of.ts";

for (const [name, { framing, records }] of Object.entries(KINDS)) {
  const gap = framing.kind === "line" ? 1 : 0;

  test(`${name}: whole records come out one by one, whatever the chunks, and nothing else does`, () => {
    const random = seededRandom(5);
    for (let round = 0; round < 200; round++) {
      const some = Array.from(
        { length: 1 + Math.floor(random() * 12) },
        () => records[Math.floor(random() * records.length)] ?? Buffer.alloc(0),
      );
      const file = Buffer.concat(gap === 0 ? some : some.flatMap((record) => [record, Buffer.from("\n")]));
      const frames = framesOf(framing, file, () => 1 + Math.floor(random() * 40));
      assert.deepEqual(
        frames.map((each) => each.bytes.toString("latin1")),
        some.map((record) => record.toString("latin1")),
      );
    }
  });

  test(`${name}: damaged files give touching frames that hold every byte, the same whatever the chunks`, () => {
    const random = seededRandom(6);
    for (let round = 0; round < 12; round++) {
      const { file } = damagedFile(framing, { frames: records }, random);
      const whole = framesOf(framing, file);
      for (const chunks of [() => 1 + Math.floor(random() * 200), () => 997, () => FRAME_LIMIT])
        assert.deepEqual(plain(framesOf(framing, file, chunks)), plain(whole));
      let end = 0;
      for (const each of whole) {
        assert.equal(each.start, end);
        assert.ok(each.end - each.start === each.bytes.length + gap || each === whole.at(-1));
        assert.ok(each.bytes.length <= FRAME_LIMIT && each.end > each.start);
        if (gap === 0) assert.ok(each.bytes.equals(file.subarray(each.start, each.end)), "every byte is in its frame");
        end = each.end;
      }
      assert.equal(end, file.length);
    }
  });

  test(`${name}: a reader that begins at any checkpoint gets the frames that were left`, () => {
    const random = seededRandom(8);
    for (let round = 0; round < 4; round++) {
      const file = damagedFile(framing, { frames: records }, random).file.subarray(0, 6_000);
      const whole = framesOf(framing, file);
      for (const [i, each] of whole.entries()) {
        const framer = createFramer(framing, { position: each.end, line: whole[i + 1]?.line ?? 1 });
        const left = [...framer.push(file.subarray(each.end)), ...framer.finish()];
        assert.deepEqual(plain(left), plain(whole.slice(i + 1)));
      }
    }
  });

  // Damaged quotes can pair up with good ones: how much that costs is measured over real records (REL-07).
  if (framing.kind !== "line") {
    test(`${name}: a record between damaged ones is whole`, () => {
      const random = seededRandom(9);
      let spared = 0;
      for (let round = 0; round < 20; round++) {
        const { file, intact } = damagedFile(framing, { frames: records }, random);
        const frames = framesOf(framing, file);
        for (const start of intact) {
          const found = frames.find((each) => each.end > start)?.bytes.toString("latin1") ?? "";
          assert.ok(
            records.some((record) => found.endsWith(record.toString("latin1"))),
            found,
          );
          spared++;
        }
      }
      assert.ok(spared > 50);
    });
  }

  test(`${name}: bytes without an end are cut off at the limit, and memory stays bounded`, () => {
    const framer = createFramer(framing);
    const chunk = Buffer.alloc(1 << 18, "{<q");
    let bytes = 0;
    for (let i = 0; i < 12; i++) for (const each of framer.push(chunk)) bytes += each.end - each.start;
    for (const each of framer.finish()) bytes += each.end - each.start;
    assert.equal(bytes, 12 * (1 << 18));
  });
}

test("bytes outside of a block are a frame of their own, and a block whose end was lost costs no other", () => {
  const framing: Framing = { kind: "enclosed", from: 2, to: 3 };
  const frames = framesOf(framing, Buffer.from("noise\nand\x02one\x03\r\n\x02lost\x02two\x03\x7f"));
  assert.deepEqual(
    frames.map((each) => each.bytes.toString()),
    ["noise\n", "and", "\x02one\x03", "\r\n", "\x02lost", "\x02two\x03", "\x7f"],
  );
});

test("a damaged count costs its own record and neither the one before nor those after it", () => {
  const good = [1, 2, 3, 4, 5, 6].map((i) => counted(`LOC 20${i} 0701740605 00:01:00\r\n`));
  for (const damage of [0, 3, 31, 40, 4_180, 60_000, 70_000, 0x20202020]) {
    const damaged = Buffer.from(good[2] ?? Buffer.alloc(0));
    damaged.writeUInt32LE(damage);
    const file = Buffer.concat(good.with(2, damaged));
    const found = new Set(framesOf({ kind: "length" }, file, () => 7).map((each) => each.bytes.toString("latin1")));
    for (const [i, record] of good.entries())
      if (i !== 2) assert.ok(found.has(record.toString("latin1")), `count ${damage} cost record ${i}`);
  }
});

test("lines belong together up to 256, then a new group begins", () => {
  const file = Buffer.from(`head\n${"& more\n".repeat(300)}next\n`);
  const lengths = framesOf(GROUPS, file).map((each) => each.bytes.toString().split("\n").length - 1);
  assert.deepEqual(lengths, [256, 45, 1]);
});

test("objects of a list, of a stream and behind a log's prefix are framed with what stands around them", () => {
  const texts = (file: string) =>
    framesOf({ kind: "json" }, Buffer.from(file), () => 3).map((each) => each.bytes.toString());
  assert.deepEqual(texts('[{"a":1},{"b":2}]'), ['[{"a":1},', '{"b":2}]']);
  assert.deepEqual(texts('[\n  {\n    "a": []\n  },\n  {"b":2}\n]\n'), [
    "[\n",
    '  {\n    "a": []\n  },\n',
    '  {"b":2}\n',
    "]\n",
  ]);
  assert.deepEqual(texts('{"a":1}{"b":2}'), ['{"a":1}', '{"b":2}']);
  assert.deepEqual(texts('Mar  2 pbx: {"a":1}\n\n{"b":2}\n'), ['Mar  2 pbx: {"a":1}\n', "\n", '{"b":2}\n']);
});

test("a damaged object ends where the next one begins a line", () => {
  const texts = (file: string) =>
    framesOf({ kind: "json" }, Buffer.from(file), () => 5).map((each) => each.bytes.toString());
  for (const damaged of ['{"a":{"b":1}\n', '{"a":"b}\n', '{"a":[1\n', '{\n  "a": "b\n  "c": {\n'])
    assert.deepEqual(texts(`${damaged}{"next":1}\n`), [damaged, '{"next":1}\n']);
});

test("an element that was not closed ends where the next one begins", () => {
  const framing: Framing = { kind: "xml", element: "cdr" };
  const texts = (file: string) => framesOf(framing, Buffer.from(file), () => 5).map((each) => each.bytes.toString());
  const good = '<?xml version="1.0"?>\n<cdr>2</cdr>\n';
  for (const damaged of ["<cdr>1\n", '<cdr a="1>\n', "<cdr><!-- \n", "<cdr><![CDATA[ x\n", "1</cdr>\n", "noise\n"])
    assert.deepEqual(texts(damaged + good), [damaged, good]);
  assert.deepEqual(texts("<cdrs>\n<cdr>1</cdr>\n<cdr>2</cdr>\n</cdrs>\n"), [
    "<cdrs>\n",
    "<cdr>1</cdr>\n",
    "<cdr>2</cdr>\n",
    "</cdrs>\n",
  ]);
});

test("what is held when a file goes quiet is told apart: a whole record, or the beginning of one", () => {
  const cases: [Framing, string, boolean][] = [
    [GROUPS, "N 001\n& 1\n", true],
    [GROUPS, "N 001\n& 1", false],
    [{ kind: "json" }, '{"a":1}', true],
    [{ kind: "json" }, '{"a":1', false],
    [{ kind: "json" }, "noise", false],
    [{ kind: "xml", element: "cdr" }, "<cdr>1</cdr>", true],
    [{ kind: "xml", element: "cdr" }, "<cdr>1", false],
    [{ kind: "length" }, counted("LOC").toString("latin1"), true],
    [{ kind: "length" }, counted("LOC").toString("latin1").slice(0, -1), false],
    [{ kind: "enclosed", from: 2, to: 3 }, "\x7f", true],
    [{ kind: "enclosed", from: 2, to: 3 }, "half a line", false],
    [{ kind: "enclosed", from: 2, to: 3 }, "\x02half", false],
    [{ kind: "fixed", bytes: 24 }, "half", false],
    [{ kind: "line" }, "half", false],
  ];
  for (const [framing, text, whole] of cases) {
    const framer = createFramer(framing);
    assert.deepEqual(framer.push(Buffer.from(text, "latin1")), [], text);
    const [held, ...more] = framer.finish();
    assert.ok(held !== undefined && more.length === 0);
    assert.equal(isWhole(framing, held.bytes), whole, text);
  }
});
