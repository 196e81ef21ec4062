import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { en } from "./messages/en.ts";
import { sv } from "./messages/sv.ts";
import { wordsOf } from "./words.ts";

const placeholders = (message: unknown): string[] =>
  [...new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? [])].sort();

test("Swedish and English have the same messages with the same placeholders, and none is empty", () => {
  assert.deepEqual(Object.keys(sv).sort(), Object.keys(en).sort());
  const english: Readonly<Record<string, unknown>> = en;
  for (const [key, message] of Object.entries(sv)) {
    assert.deepEqual(placeholders(message), placeholders(english[key]), key);
    for (const text of typeof message === "string" ? [message] : Object.values(message))
      assert.notEqual(text.trim(), "", key);
  }
});

test("no message stands in two files with other words, where the one would silently take the place of the other", async () => {
  for (const language of ["en", "sv"]) {
    const folder = join(import.meta.dirname, "messages", language);
    const seen = new Map<string, unknown>();
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
      const parts: Readonly<Record<string, object>> = await import(join(folder, file));
      for (const [key, message] of Object.values(parts).flatMap((messages) => Object.entries(messages))) {
        assert.deepEqual(message, seen.get(key) ?? message, `${key} of ${file} stands in another file too`);
        seen.set(key, message);
      }
    }
    assert.ok(seen.size > 1_000);
  }
});

test("plurals follow the language, and numbers are written as it writes them", () => {
  const english = wordsOf("en", en);
  const swedish = wordsOf("sv", sv);
  assert.equal(english.t("erase.submit", { count: 1 }), "Erase 1 row");
  assert.equal(english.t("erase.submit", { count: 0 }), "Erase 0 rows");
  assert.equal(english.t("erase.submit", { count: 1234 }), "Erase 1,234 rows");
  assert.equal(swedish.t("erase.submit", { count: 1 }), "Radera 1 rad");
  assert.equal(swedish.t("erase.submit", { count: 1234 }), "Radera 1\u00a0234 rader");
});

test("a key that the server names and the portal does not know gives null, and one with placeholders its text", () => {
  const swedish = wordsOf("sv", sv);
  assert.equal(swedish.known("reason.trunk-prefix"), "skrivet som inom landet");
  assert.equal(swedish.known("reason.of-tomorrow"), null);
  assert.equal(swedish.known("toString"), null);
});

test("no message shouts, and Swedish is not English left behind", () => {
  for (const text of [JSON.stringify(sv), JSON.stringify(en)]) assert.ok(!text.includes("!"));
  const english: Readonly<Record<string, unknown>> = en;
  const same = Object.entries(sv).filter(
    ([key, message]) => typeof message === "string" && message === english[key] && / /.test(message),
  );
  assert.deepEqual(
    same.map(([key]) => key).filter((key) => !ALIKE.has(key) && !PRODUCT_NAMES.test(key)),
    [],
  );
});

/** Products and services are called the same everywhere. */
const PRODUCT_NAMES = /^transport\.(tcp\.conversation|database\.engine|http-poll\.server)\./;

const ALIKE = new Set([
  "raw.reader.layout",
  "sources.step.start",
  "transport.ftp.security.explicit",
  "transport.ftp.security.implicit",
  "tariffs.line.rounding",
  "thresholds.seconds",
  "layouts.time.iso",
  "layouts.time.h323",
  "layouts.version",
  "sources.layout.choice",
  "data.box.example",
  "retention.change.title",
  "certificate.remains.open",
  "export.format.json",
  "overview.export",
  "progress.share",
  "quality.ms",
  "statistics.percent",
  "guard.minutes",
  "retention.fromTo",
  "retention.bounds.by.text",
  "reveal.seconds",
  "sources.test.seconds",
  "retention.oldest.days",
]);
