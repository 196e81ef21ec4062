import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DRIVERS } from "#server/drivers/catalogue.ts";
import { REMAINS } from "#server/domain/remains.ts";
import { translate } from "../sentences.ts";
import { serverTexts } from "./server-texts-fixture.ts";
import { SERVER_SENTENCES } from "./sv/server.ts";

test("every sentence that the server may answer with has a Swedish one", () => {
  const texts = serverTexts();
  assert.ok(texts.length > 100, `only ${texts.length} sentences were found: the source is not read as it is written`);
  const missing = texts.filter(({ text }) => translate(text, SERVER_SENTENCES) === null);
  assert.deepEqual(
    missing.map(({ file, text }) => `${file}: ${text}`),
    [],
  );
});

test("no sentence has two Swedish ones, of which the reader would see either", () => {
  const folder = join(import.meta.dirname, "sv");
  const files = [...readdirSync(join(folder, "server")).map((name) => join("server", name)), "server.ts"];
  const keys = files.flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/^ {2}("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'):/gm)].map(
      (match) => match[1],
    ),
  );
  assert.ok(keys.length > 500, `only ${keys.length} were found`);
  assert.deepEqual(
    keys.filter((key, at) => keys.indexOf(key) !== at),
    [],
  );
});

test("what the server puts into a sentence stands in the Swedish one, and nothing else does", () => {
  assert.equal(
    translate("The option delimiter of flexi-cc is one of comma, tab.", SERVER_SENTENCES),
    "Alternativet delimiter för flexi-cc är något av comma, tab.",
  );
  for (const [english, swedish] of Object.entries(SERVER_SENTENCES)) {
    const places: readonly string[] = english.match(/\{\d\}/g) ?? [];
    for (const place of swedish.match(/\{\d\}/g) ?? []) assert.ok(places.includes(place), english);
    assert.doesNotMatch(swedish, /!/);
  }
});

test("what the drivers are called and say of themselves on the form of a source has a Swedish sentence", () => {
  const told = DRIVERS.flatMap(({ id, title, confirmed, options }) =>
    [title, confirmed.note, ...options.map(({ help }) => help)].map((text) => ({ id, text })),
  );
  const missing = told.filter(({ text }) => translate(text, SERVER_SENTENCES) === null);
  assert.deepEqual(
    missing.map(({ id, text }) => `${id}: ${text}`),
    [],
  );
});

test("what a certificate says of what remains stands in both languages, in the statement itself", () => {
  const told = Object.values(REMAINS).flatMap(({ what, where }) => [what, where]);
  assert.ok(told.length >= 30);
  for (const { en, sv } of told) {
    assert.notEqual(sv, en);
    assert.ok(sv.length > 5 && en.length > 4 && !/[.!]$/.test(sv), sv);
  }
});
