import assert from "node:assert/strict";
import { test } from "node:test";
import { firstReply } from "./talk.ts";
import { stuffed } from "./submit.ts";

test("an answer is whole with its last line, and what is no answer is told from one that is not whole yet", () => {
  assert.equal(firstReply(""), null);
  assert.equal(firstReply("250-one\r\n250"), null);
  assert.deepEqual(firstReply("250-one\r\n250 two\r\n354 go"), {
    reply: { code: 250, lines: ["one", "two"] },
    length: 18,
  });
  assert.deepEqual(firstReply("221\n"), { reply: { code: 221, lines: [""] }, length: 4 });
  assert.equal(firstReply("HTTP/1.1 400 Bad Request\r\n"), "broken");
});

test("a long answer of any kind is read in no time", () => {
  const from = performance.now();
  for (const filler of [" ", "-", "250-", "AUTH "])
    firstReply(`250-AUTH${filler.repeat(16_384 / filler.length)}\r\n250 x\r\n`);
  assert.ok(performance.now() - from < 500);
});

test("no line of a mail ends it, and none is half a line", () => {
  assert.equal(
    stuffed(Buffer.from("a\n.\nb\r.\r\n..c\r\nRCPT TO:<x@y.example>\n")),
    "a\r\n..\r\nb\r\n..\r\n...c\r\nRCPT TO:<x@y.example>\r\n",
  );
});
