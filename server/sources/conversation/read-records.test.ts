import assert from "node:assert/strict";
import { test } from "node:test";
import { touchedBytes } from "../../drivers/testing/touched-bytes.ts";
import { seededRandom } from "../../domain/seeded-random.ts";
import type { Records } from "./conversation.ts";
import { type Heard, recordReader } from "./read-records.ts";

const SAID: readonly (readonly [Records, readonly string[], string])[] = [
  [
    { kind: "lines", without: [/^OK$/], refused: [/^Wrong/] },
    ["OK\r\n", "01/02 204 0701740605\r\n", "\n", "more\n"],
    "x",
  ],
  [
    { kind: "blocks", field: "Event", is: "Cdr", columns: ["Source"] },
    ["Event: Cdr\r\nSource: 204\r\n\r\n", "Event: Cdr\nSource: 205\n\n", "Event: FullyBooted\r\n\r\n", "\n\n"],
    "x: y\r\n",
  ],
  [
    {
      kind: "packets",
      shape: { before: 1, count: "digits", behind: 1, longest: 65_000 },
      cases: [{ at: 0, text: "R", holds: "record", from: 6 }],
    },
    ["R00003abc.", "R00000.", "S00002ab."],
    "R64000",
  ],
];

for (const [records, said, endless] of SAID) {
  const hear = (chunks: readonly Buffer[]) => {
    const reader = recordReader(records);
    const heard: Heard[] = [];
    for (const chunk of chunks) heard.push(...reader.take(chunk));
    return { heard: heard.map(plain), rest: reader.rest().toString() };
  };

  test(`${records.kind}: the same is heard in any pieces`, () => {
    const random = seededRandom(3);
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 12 }, () => said[Math.floor(random() * said.length)]).join("");
      const all = Buffer.from(text.slice(0, text.length - Math.floor(random() * 12)));
      const chunks: Buffer[] = [];
      for (let at = 0; at < all.length; at += chunks.at(-1)?.length ?? 0)
        chunks.push(all.subarray(at, at + 1 + Math.floor(random() * (1 + (round % 20)))));
      assert.deepEqual(hear(chunks), hear([all]));
    }
  });

  test(`${records.kind}: what has no end yet is searched once and copied a few times, byte by byte`, (t) => {
    const text = endless.repeat(60_000 / endless.length);
    const touched = touchedBytes(t);
    hear([...text].map((byte) => Buffer.from(byte)));
    assert.ok(touched.searched + touched.copied < 12 * text.length, JSON.stringify(touched));
  });
}

function plain(heard: Heard): string {
  if (heard.kind === "bytes") return `bytes ${heard.bytes.toString()}`;
  return heard.kind === "packet" ? `packet ${heard.packet.toString()} ${heard.body.toString()}` : heard.kind;
}
