import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "./messages/en.ts";
import { sv } from "./messages/sv.ts";
import { remainingMs, remainingText } from "./remaining.ts";
import { wordsOf } from "./words.ts";

test("what remains follows the pace so far, and nobody guesses without anything to judge by", () => {
  assert.equal(remainingMs(250, 1_000, 10_000), 30_000);
  assert.equal(remainingMs(250, 1_000, 1_000), null);
  assert.equal(remainingMs(0, 1_000, 10_000), null);
  assert.equal(remainingMs(1_000, 1_000, 10_000), null);
  assert.equal(remainingMs(5, null, 10_000), null);
});

test("the remaining time is said in steps, in the language's own plural", () => {
  const english = wordsOf("en", en);
  const swedish = wordsOf("sv", sv);
  assert.equal(remainingText(4_000, english), "almost done");
  assert.equal(remainingText(31_000, english), "about 40 seconds left");
  assert.equal(remainingText(62_000, english), "about 1 minute left");
  assert.equal(remainingText(62_000, swedish), "ungefär 1 minut kvar");
  assert.equal(remainingText(3 * 3_600_000, swedish), "ungefär 3 timmar kvar");
});
