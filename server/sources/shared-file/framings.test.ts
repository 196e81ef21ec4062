import assert from "node:assert/strict";
import { appendFile, copyFile, rename, truncate, writeFile } from "node:fs/promises";
import { test } from "node:test";
import type { Framing } from "../../drivers/driver.ts";
import { type Desk, openDesk } from "./shared-file-fixture.ts";

const counted = (text: string): string => `${String.fromCharCode(text.length)}\0\0\0${text}`;

/** Records that follow on each other, and whether each is known to be whole without the next. */
const KINDS: Readonly<
  Record<string, { framing: Framing; record(n: number): string; waits: boolean; unended?: string }>
> = {
  ended: { framing: { kind: "ended", by: 0 }, record: (n) => `record ${n}\r\n\0`, waits: false, unended: "\0" },
  enclosed: { framing: { kind: "enclosed", from: 2, to: 3 }, record: (n) => `\x020!KA ${n}\x03`, waits: false },
  length: { framing: { kind: "length" }, record: (n) => counted(`LOC ${n}\r\n`), waits: true },
  fixed: { framing: { kind: "fixed", bytes: 12 }, record: (n) => `record ${n}`.padEnd(12), waits: false },
  lines: {
    framing: { kind: "lines", belongs: (_, line) => line.startsWith("&") },
    record: (n) => `N ${n}\n& more of ${n}\n`,
    waits: true,
    unended: "\n",
  },
  json: { framing: { kind: "json" }, record: (n) => `{"call":{"id":${n}}}`, waits: true },
  xml: { framing: { kind: "xml", element: "cdr" }, record: (n) => `<cdr>\n <id>${n}</id>\n</cdr>`, waits: true },
};

for (const [name, { framing, record, waits, unended }] of Object.entries(KINDS)) {
  const append = (desk: Desk, text: string) => appendFile(desk.at("cdr"), Buffer.from(text, "latin1"));

  test(`${name}: records are taken over while the file grows, in any pieces, each once, also over a restart`, async (t) => {
    const desk = await openDesk(t, {}, framing);
    const written: string[] = [];
    await writeFile(desk.at("cdr"), "");
    for (let round = 0; round < 12; round++) {
      const text = record(round);
      written.push(text);
      const half = Math.floor(text.length / 2);
      await append(desk, text.slice(0, half));
      await desk.poll();
      if (round % 3 === 0) await desk.restart();
      await append(desk, text.slice(half));
      if (round % 2 === 0) await desk.poll();
    }
    await desk.settle();
    assert.deepEqual(desk.lines(), written);
    assert.equal(
      Buffer.concat(desk.parts.flatMap((part) => part.frames.map((each) => each.bytes))).toString("latin1"),
      written.join(""),
    );
  });

  test(`${name}: a quiet file gives its last record, and goes on under the same delivery`, async (t) => {
    const desk = await openDesk(t, {}, framing);
    const written: string[] = [];
    await writeFile(desk.at("cdr"), "");
    for (let round = 0; round < 3; round++) {
      written.push(record(round));
      await append(desk, record(round));
      await desk.poll();
      await desk.poll();
      if (waits) assert.equal(desk.lines().length, round, "the last one waits for the next to begin");
      await desk.settle();
      assert.deepEqual(desk.lines(), written);
      if (round === 1) await desk.restart();
    }
    assert.equal(new Set(desk.parts.map((part) => part.deliveryId)).size, 1);
  });

  test(`${name}: a file rotated by renaming and one rotated by copying lose nothing`, async (t) => {
    const desk = await openDesk(t, { pattern: "cdr*" }, framing);
    await writeFile(desk.at("cdr"), Buffer.from(record(1) + record(2), "latin1"));
    await desk.poll();
    await rename(desk.at("cdr"), desk.at("cdr.1"));
    await writeFile(desk.at("cdr"), Buffer.from(record(3) + record(4), "latin1"));
    await desk.poll();
    await copyFile(desk.at("cdr"), desk.at("cdr.2"));
    await truncate(desk.at("cdr"), 0);
    await append(desk, record(5));
    await desk.settle();
    assert.deepEqual(desk.lines().sort(), [1, 2, 3, 4, 5].map(record));
  });

  test(`${name}: the beginning of a record is taken when the file is quiet, and the whole one when it goes on after all`, async (t) => {
    const desk = await openDesk(t, {}, framing);
    const half = record(2).slice(0, 6);
    await writeFile(desk.at("cdr"), Buffer.from(record(1) + half, "latin1"));
    await desk.settle();
    assert.deepEqual(desk.lines(), [record(1), half]);
    await append(desk, record(2).slice(6));
    await desk.settle();
    // The first record stands before what goes on: it may be the header that the driver needs.
    assert.deepEqual(desk.lines().at(-1), record(2));
  });

  if (unended === undefined) continue;
  test(`${name}: a record whose end comes late is not read twice`, async (t) => {
    const desk = await openDesk(t, {}, framing);
    const whole = record(1);
    await writeFile(desk.at("cdr"), Buffer.from(whole.slice(0, -unended.length), "latin1"));
    await desk.settle();
    await append(desk, unended + record(2));
    await desk.settle();
    assert.deepEqual(desk.lines(), [whole.slice(0, -unended.length), record(2)]);
  });
}
