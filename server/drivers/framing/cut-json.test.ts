import assert from "node:assert/strict";
import { test } from "node:test";
import { createFramer, isWhole } from "../framing.ts";

const PAGES = { kind: "json", pages: ["value"] } as const;

function cut(file: string, chunk = 7): string[] {
  const framer = createFramer(PAGES);
  const data = Buffer.from(file);
  const frames: Buffer[] = [];
  for (let at = 0; at < data.length; at += chunk)
    frames.push(...framer.push(data.subarray(at, at + chunk)).map((frame) => Buffer.from(frame.bytes)));
  frames.push(...framer.finish().map((frame) => Buffer.from(frame.bytes)));
  return frames.map(String);
}

test("each object of a page is a frame, and so is what stands around them, in whatever chunks it comes", () => {
  const page = '{"count":2,"value":[{"a":1},{"b":[2]}],"next":"x"}\n';
  for (const chunk of [1, 3, 1_000])
    assert.deepEqual(cut(page, chunk), ['{"count":2,"value":[', '{"a":1},', '{"b":[2]}],', '"next":"x"}\n']);
  const indented = '{\n  "value": [\n    {\n      "a": 1\n    },\n    {\n      "b": 2\n    }\n  ]\n}\n';
  assert.deepEqual(cut(indented), [
    '{\n  "value": [\n',
    '    {\n      "a": 1\n    },\n',
    '    {\n      "b": 2\n    }\n',
    "  ]\n",
    "}\n",
  ]);
  assert.deepEqual(cut('{"value":[]}'), ['{"value":[', "]}"]);
});

test("a page may be larger than any frame, and arrays of other names belong to their object", () => {
  const objects = Array.from({ length: 1_000 }, (_, i) => `{"id":${i},"legs":[{"value":"${"x".repeat(200)}"}]}`);
  const frames = cut(`{"value":[${objects.join(",")}]}`, 65_536);
  assert.equal(frames.length, 1_002);
  assert.equal(frames[1_000], `${objects[999]}]`);
  assert.ok(isWhole(PAGES, Buffer.from('{"value":[')), "a page that has begun is whole by itself");
});

test("a reader that starts at any end gets the same frames", () => {
  const page = '{"value":[{"a":1},{"b":2}],"next":{"uri":"x"}}\n{"value":[{"c":3}]}';
  const frames = cut(page);
  for (let at = 1; at < frames.length; at++) assert.deepEqual(cut(frames.slice(at).join("")), frames.slice(at));
});

test("a damaged object of an indented page costs itself and no other", () => {
  const object = (id: number, end = "    }") =>
    `    {\n      "id": ${id},\n      "legs": [\n        {\n          "n": 1\n        }\n      ]\n${end}`;
  const page = (...objects: string[]) => `{\n  "value": [\n${objects.join(",\n")}\n  ]\n}\n`;
  const frames = cut(page(object(1), object(2, "      x"), object(3), object(4)), 64);
  assert.deepEqual(frames.slice(1, 5), [
    `${object(1)},\n`,
    `${object(2, "      x")},\n`,
    `${object(3)},\n`,
    `${object(4)}\n`,
  ]);
});
