import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME_LIMIT } from "../../drivers/framing.ts";
import { touchedBytes } from "../../drivers/testing/touched-bytes.ts";
import { createStreamFramer, FramingBroken } from "./stream-framer.ts";

function cut(chunks: readonly (string | Buffer)[], how: "whole" | "cut" = "whole") {
  const messages: string[] = [];
  let long = 0;
  const framer = createStreamFramer(
    (message) => messages.push(message.toString()),
    () => long++,
  );
  for (const chunk of chunks) framer.push(Buffer.from(chunk));
  const rest = framer.end(how)?.toString() ?? null;
  return { messages, long, rest };
}

describe("messages on a connection (RFC 6587)", () => {
  test("both framings, wherever the bytes are cut, and each message may choose", () => {
    const bytes = "9 <13>hello<13>a line\n<13>1 counted no\n12 <13>two\nline\0\n<13>last";
    const whole = cut([bytes]);
    assert.deepEqual(whole.messages, ["<13>hello", "<13>a line", "<13>1 counted no", "<13>two\nline", "<13>last"]);
    for (let at = 1; at < bytes.length; at++)
      assert.deepEqual(cut([bytes.slice(0, at), bytes.slice(at)]).messages, whole.messages, `cut at ${at}`);
    assert.deepEqual(cut([...bytes]).messages, whole.messages);
  });

  test("a message that comes byte by byte is searched once and copied a few times", (t) => {
    for (const message of [`<13>${"x".repeat(60_000)}\n`, `60004 <13>${"x".repeat(60_000)}`]) {
      const touched = touchedBytes(t);
      assert.equal(cut([...message]).messages.length, 1);
      assert.ok(touched.searched + touched.copied < 12 * message.length, JSON.stringify(touched));
      t.mock.restoreAll();
    }
  });

  test("a line that begins with digits is no count unless a message follows", () => {
    assert.deepEqual(cut(["1234 calls\n2026-03-02 x\n12\n"]).messages, ["1234 calls", "2026-03-02 x", "12"]);
  });

  test("what is longer than a frame is cut off there, told, and costs no message behind it", () => {
    const long = "x".repeat(FRAME_LIMIT + 1_000);
    for (const bytes of [`<13>${long}\n<13>next\n`, `${long.length + 4} <13>${long}9 <13>next.`]) {
      const found = cut([bytes]);
      assert.deepEqual(
        [found.long, found.messages.map((one) => one.length)],
        [1, [FRAME_LIMIT, bytes.startsWith("<") ? 8 : 9]],
      );
    }
    assert.throws(() => cut(["99999999 <13>x"]), FramingBroken);
  });

  test("a message that was broken off is told as that; a last line of an orderly end is whole", () => {
    assert.deepEqual(cut(["<13>a\n<13>b"]), { messages: ["<13>a", "<13>b"], long: 0, rest: null });
    assert.deepEqual(cut(["<13>a\n<13>b"], "cut"), { messages: ["<13>a"], long: 0, rest: "<13>b" });
    assert.deepEqual(cut(["9 <13>a"]).rest, "9 <13>a");
  });
});
