import assert from "node:assert/strict";
import { test } from "node:test";
import type { Framing } from "../driver.ts";
import { createFramer } from "../framing.ts";
import { touchedBytes } from "../testing/touched-bytes.ts";
import { forward } from "./forward.ts";

const XML: Framing = { kind: "xml", element: "cdr" };
const ENCLOSED: Framing = { kind: "enclosed", from: 2, to: 3 };

/** What looks for an end that never comes, over and over. */
const ADVERSE: readonly [Framing, string][] = [
  [XML, "<!--\n"],
  [XML, "<![CDATA[\n"],
  [XML, "<cdr><!--\n</cdr> "],
  [XML, "<cdr><![CDATA[</cdr>"],
  [{ kind: "sql" }, "/*\n"],
  [ENCLOSED, "\n"],
  [ENCLOSED, "\x02"],
];

for (const [framing, text] of ADVERSE)
  test(`${framing.kind}: of ${JSON.stringify(text)} over and over each byte is searched a few times, not once a frame`, (t) => {
    const touched = touchedBytes(t);
    const file = Buffer.alloc(16_000, text);
    const framer = createFramer(framing);
    const ends = [...framer.push(file), ...framer.finish()].map(({ end }) => end);
    assert.equal(ends.at(-1), file.length);
    assert.ok(touched.searched < 20 * file.length, `${touched.searched} bytes were searched in ${file.length}`);
  });

test("a search that goes on where it was left finds what a search from the place itself finds", () => {
  const data = Buffer.from("a]]>b]]>]]]>c");
  const next = forward((bytes, from) => bytes.indexOf("]]>", from), 3);
  for (let from = 0; from <= data.length; from++) assert.equal(next(data, from, 0), data.indexOf("]]>", from));
});

test("what the end of the data cut in two is found once the rest of it is seen", () => {
  const data = Buffer.from("a <cdr> ]]> b");
  const next = forward((bytes, from) => bytes.indexOf("]]>", from), 3);
  for (let end = 0; end <= data.length; end++)
    assert.equal(next(data.subarray(0, end), 0, 0), data.subarray(0, end).indexOf("]]>"));
});
