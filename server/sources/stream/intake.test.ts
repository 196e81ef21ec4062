import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { DeliveredPart, Sink } from "../source.ts";
import { openStream } from "./intake.ts";

const LINES = { kind: "line" } as const;

describe("a stream into the inbox", () => {
  test("what is pushed while a segment is written shares the next one, and every push waits for its own bytes", async () => {
    const { sink, parts, release } = slowSink();
    const stream = openStream(sink, LINES);
    const first = stream.push(Buffer.from("a\n"));
    const others = ["b\n", "c\nd", "\n"].map((text) => stream.push(Buffer.from(text)));
    let answered = 0;
    for (const one of [first, ...others]) void one.then(() => answered++);
    await tick();
    assert.deepEqual([texts(parts), answered], [[["a"]], 0]);
    release();
    await first;
    await tick();
    assert.deepEqual(texts(parts), [["a"], ["b", "c", "d"]]);
    assert.equal(answered, 1, "the others are not on disk yet");
    release();
    await Promise.all(others);
    assert.deepEqual(
      parts.map(({ from, to }) => [from, to]),
      [
        [0, 2],
        [2, 8],
      ],
    );
    assert.equal(stream.waiting(), 0);
  });

  test("a record whose beginning came with the end of another one is taken once its sender is silent", async () => {
    const { sink, parts } = sinkOf();
    const stream = openStream(sink, { kind: "lines", belongs: (_, line) => line.startsWith("&") });
    for (const piece of ["N 001\n& 1\nS 0", "02\n"]) await stream.push(Buffer.from(piece));
    await stream.quiet();
    assert.deepEqual(texts(parts), [["N 001\n& 1\n"], ["S 002\n"]]);
  });

  test("a record that its sender broke off is kept as broken off, byte by byte or at once, and one that ends with its line is whole", async () => {
    for (const [how, bytewise, kept] of [
      ["cut", false, [["a"], ["b cut"]]],
      ["cut", true, [["a"], ["b cut"]]],
      ["whole", false, [["a"], ["b"]]],
    ] as const) {
      const { sink, parts } = sinkOf();
      const stream = openStream(sink, LINES);
      for (const piece of bytewise ? ["a", "\n", "b"] : ["a\nb"]) await stream.push(Buffer.from(piece));
      assert.equal(stream.waiting(), 1);
      assert.equal(await stream.end(how), how === "cut" ? 1 : 0);
      assert.deepEqual(texts(parts), kept);
      assert.deepEqual([parts.at(-1)?.from, parts.at(-1)?.to], [2, 3]);
    }
  });

  test("of records that show their own end, a break of the connection cuts none that is whole", async () => {
    const belongs = (_: readonly string[], line: string) => line.startsWith(" ");
    for (const [framing, sent, kept] of [
      [{ kind: "lines", belongs }, "a\n b\n", ["a\n b\n"]],
      [{ kind: "lines", belongs }, "a\n b", ["a\n b cut"]],
      [{ kind: "json" }, '{"a":1}', ['{"a":1}']],
      [{ kind: "json" }, '{"a":', ['{"a": cut']],
      [{ kind: "length" }, "\u0003\0\0\0ab", ["\u0003\0\0\0ab cut"]],
      [{ kind: "enclosed", from: 2, to: 3 }, "\u0002ab", ["\u0002ab cut"]],
      [{ kind: "line", quotes: true }, 'x,"a\nb,c', ['x,"a', "b,c cut"]],
    ] as const) {
      const { sink, parts } = sinkOf();
      const stream = openStream(sink, framing);
      await stream.push(Buffer.from(sent));
      await stream.end("cut");
      assert.deepEqual(texts(parts).flat(), kept);
    }
  });

  test("what breaks off behind packets stands behind them", async () => {
    const { sink, parts } = sinkOf();
    const stream = openStream(sink, LINES);
    await stream.put(Buffer.from("whole"));
    await stream.push(Buffer.from("par"));
    assert.equal(await stream.end("cut"), 1);
    assert.deepEqual(texts(parts), [["whole"], ["par cut"]]);
    assert.deepEqual([parts[1]?.from, parts[1]?.to], [5, 8]);
  });

  test("in silence a record that only waited for more goes in, a started one waits on and is whole later", async () => {
    const belongs = (_: readonly string[], line: string) => line.startsWith(" ");
    const { sink, parts } = sinkOf();
    const stream = openStream(sink, { kind: "lines", belongs });
    await stream.push(Buffer.from("a\n b\n"));
    await stream.quiet();
    assert.deepEqual(texts(parts), [["a\n b\n"]]);
    await stream.push(Buffer.from("c\n "));
    await stream.quiet();
    await stream.push(Buffer.from("d\n"));
    await stream.quiet();
    assert.deepEqual(texts(parts), [["a\n b\n"], ["c\n d\n"]]);
    assert.deepEqual([parts[1]?.from, parts[1]?.to], [5, 10]);
  });

  test("a record that is held open is read once, however small its pieces are, and once more when its sender is silent, however long", async () => {
    let asked = 0;
    const belongs = (_: readonly string[], line: string) => {
      asked++;
      return line.startsWith(" ");
    };
    const { sink, parts } = sinkOf();
    const stream = openStream(sink, { kind: "lines", belongs });
    const record = `N\n${" 1\n".repeat(200)}`;
    for (const byte of Buffer.from(`${record} open`)) await stream.push(Buffer.from([byte]));
    assert.equal(asked, 200);
    await stream.quiet();
    const afterQuiet = asked;
    for (let turn = 0; turn < 5; turn++) await stream.quiet();
    assert.equal(asked, afterQuiet);
    await stream.push(Buffer.from("\n"));
    await stream.quiet();
    assert.deepEqual(texts(parts), [[`${record} open\n`]]);
  });

  test("what comes after two silent days is another delivery from its own beginning, since the checkpoint of the first may be gone", async () => {
    let now = 0;
    const { sink, parts } = sinkOf();
    const stream = openStream(sink, LINES, { now: () => now });
    await stream.push(Buffer.from("a\n"));
    now = 86_400_000;
    await stream.push(Buffer.from("b\n"));
    now += 3 * 86_400_000;
    await stream.push(Buffer.from("c\n"));
    await stream.push(Buffer.from("d\n"));
    const [a, b, c, d] = parts;
    assert.equal(a?.deliveryId, b?.deliveryId);
    assert.notEqual(b?.deliveryId, c?.deliveryId);
    assert.equal(c?.deliveryId, d?.deliveryId);
    assert.deepEqual([c?.from, c?.to, c?.frames[0]?.start, d?.from, d?.to, d?.frames[0]?.start], [0, 2, 0, 2, 4, 2]);
  });

  test("a sender that never ends its line fills no memory and is never stopped for good", async () => {
    const { sink } = sinkOf();
    const stream = openStream(sink, LINES);
    for (let at = 0; at < 100; at++) await stream.push(Buffer.alloc(100_000, 0x61));
    assert.ok(stream.waiting() <= 65_536);
  });

  test("after a refusal nothing more is promised, but a lasting stream keeps its frames and brings them later", async () => {
    let full = true;
    const { sink, parts } = sinkOf(() => {
      if (full) throw new Error("full");
    });
    const stream = openStream(sink, LINES);
    const lasting = openStream(sink, LINES, { lasting: true });
    await assert.rejects(stream.put(Buffer.from("a")));
    await assert.rejects(lasting.put(Buffer.from("x")));
    full = false;
    await assert.rejects(stream.put(Buffer.from("b")), "its sender was not answered, and sends again elsewhere");
    await lasting.flush();
    assert.deepEqual(texts(parts), [["x"]]);
  });
});

function sinkOf(before: () => void = () => undefined): { sink: Sink; parts: DeliveredPart[] } {
  const parts: DeliveredPart[] = [];
  const deliver = async (part: DeliveredPart) => {
    before();
    parts.push(part);
  };
  return { sink: { deliver, note: () => undefined }, parts };
}

/** Takes a part at once, and is done with it only when released. */
function slowSink() {
  const parts: DeliveredPart[] = [];
  let free: () => void = () => undefined;
  const deliver = (part: DeliveredPart) => {
    parts.push(part);
    return new Promise<void>((resolve) => {
      free = resolve;
    });
  };
  return { sink: { deliver, note: () => undefined } satisfies Sink, parts, release: () => free() };
}

function texts(parts: readonly DeliveredPart[]): string[][] {
  return parts.map(({ frames }) =>
    frames.map(({ bytes, mark }) => `${Buffer.from(bytes).toString()}${mark?.cut === true ? " cut" : ""}`),
  );
}

async function tick(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}
