import assert from "node:assert/strict";
import { test } from "node:test";
import type { Framing } from "./driver.ts";
import { seededRandom } from "../domain/seeded-random.ts";
import { createFramer, FRAME_LIMIT, type Frame } from "./framing.ts";

const LINES: Framing = { kind: "line" };
const QUOTED: Framing = { kind: "line", quotes: true };

function frame(framing: Framing, text: string | Buffer, chunk = Number.POSITIVE_INFINITY): Frame[] {
  const bytes = Buffer.from(text);
  const framer = createFramer(framing);
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; at += chunk) frames.push(...framer.push(bytes.subarray(at, at + chunk)));
  return [...frames, ...framer.finish()];
}

const texts = (frames: readonly Frame[]): string[] => frames.map((each) => each.bytes.toString("latin1"));

test("frames touch, and joined by line feeds they are the file again", () => {
  const file = 'a,b\r\n\n"x\ny",1\nlast without end';
  for (const framing of [LINES, QUOTED]) {
    const frames = frame(framing, file);
    assert.equal(texts(frames).join("\n"), file);
    for (const [i, each] of frames.entries()) assert.equal(each.start, frames[i - 1]?.end ?? 0);
    assert.equal(frames.at(-1)?.end, file.length);
  }
});

test("the same frames come out whatever the chunks", () => {
  const long = "z".repeat(FRAME_LIMIT + 500);
  const file = `one\r\n"two\nlines",x\n${long}\n"stray,1\n"whole","2"\nfour\n"open\n${long}\n"x"\nend`;
  for (const framing of [LINES, QUOTED]) {
    const whole = frame(framing, file);
    for (const chunk of [997, 8_192, 65_536, 65_537]) {
      assert.deepEqual(frame(framing, file, chunk), whole, `chunks of ${chunk}`);
    }
  }
});

test("framing begun again at any checkpoint gives the frames that were left", () => {
  const file = 'a\n"b\nc",d\n"stray\n"e","f"\n"g\nh\ni"\nend';
  const whole = frame(QUOTED, file);
  for (const [i, each] of whole.entries()) {
    const framer = createFramer(QUOTED, { position: each.end });
    const left = [...framer.push(Buffer.from(file).subarray(each.end)), ...framer.finish()];
    assert.deepEqual(texts(left), texts(whole.slice(i + 1)));
    assert.deepEqual(
      left.map((l) => l.start),
      whole.slice(i + 1).map((l) => l.start),
    );
  }
});

test("a line break inside a quoted field stays in the frame, and lines are counted from its first", () => {
  const frames = frame(QUOTED, '"a","x\ny\r\nz"\nb\n');
  assert.deepEqual(texts(frames), ['"a","x\ny\r\nz"', "b"]);
  assert.deepEqual(
    frames.map((each) => each.line),
    [1, 4],
  );
});

test("a quote that is never closed costs its own line and no other", () => {
  const good = '"x","y"';
  assert.deepEqual(texts(frame(QUOTED, `"damaged,1\n${good}\n${good}\n`)), ['"damaged,1', good, good]);
  const bare = Array.from({ length: 40 }, (_, i) => `line ${i}`);
  assert.deepEqual(texts(frame(QUOTED, ['"damaged', ...bare].join("\n"))), ['"damaged', ...bare]);
  assert.deepEqual(texts(frame(QUOTED, 'Bob 5" screen,1\nnext,2\n')), ['Bob 5" screen,1', "next,2"]);
});

test("an endless line is cut off at the limit and held in bounded memory, and the next line is whole", () => {
  const framer = createFramer(QUOTED);
  const chunk = Buffer.alloc(1 << 20, "q");
  for (let i = 0; i < 300; i++) assert.deepEqual(framer.push(chunk), []);
  const frames = framer.push(Buffer.from("\nnext\n"));
  assert.deepEqual(
    frames.map((each) => each.bytes.length),
    [FRAME_LIMIT, 4],
  );
  assert.equal(frames[0]?.end, 300 * (1 << 20) + 1);
  assert.equal(frames[1]?.line, 2);
});

test("a document is one frame and is cut off at its own limit", () => {
  const document: Framing = { kind: "document", maxBytes: 10 };
  assert.deepEqual(texts(frame(document, "<a>\n</a>", 3)), ["<a>\n</a>"]);
  const [cut] = frame(document, "0123456789abcdef", 4);
  assert.equal(cut?.bytes.length, 10);
  assert.equal(cut?.end, 16);
  assert.deepEqual(frame(document, ""), []);
});

test("records with quotes, separators and a line break in any field are framed one by one", () => {
  const random = seededRandom(3);
  const texts = [
    "",
    "a",
    '"',
    '""',
    ",",
    ',"',
    '",',
    ',"",',
    '","',
    "x\ny",
    '"\n"',
    ",\n,",
    '",\n',
    "\n",
    '"quoted"',
    "5",
    "end\r",
  ];
  for (let round = 0; round < 2_000; round++) {
    const record = () => {
      let broken = false;
      const fields = Array.from({ length: 1 + Math.floor(random() * 5) }, () => {
        const text = texts[Math.floor(random() * texts.length)] ?? "";
        if (text.includes("\n") && broken) return '""';
        broken ||= text.includes("\n");
        return random() < 0.2 && /^\w*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
      });
      return fields.join(",");
    };
    const records = Array.from({ length: 4 }, record);
    const file = records.map((each) => `${each}\n`).join("");
    assert.deepEqual(
      frame(QUOTED, file).map((each) => each.bytes.toString()),
      records,
    );
  }
});
