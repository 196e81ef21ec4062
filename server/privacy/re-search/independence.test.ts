import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";

const ROOT = resolve(import.meta.dirname, "../../..");
const TOPS: Readonly<Record<string, string>> = { "#db": "db", "#server": "server" };

/** Every module that one of these loads, itself among them; types are not loaded. */
function loadedBy(...files: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = files.map((file) => join(ROOT, file));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const name = relative(ROOT, file);
    if (seen.has(name)) continue;
    assert.ok(existsSync(file), name);
    seen.add(name);
    const text = readFileSync(file, "utf8");
    for (const [, words = "", from = ""] of text.matchAll(
      /^(?:import|export)\s+((?:type\s)?[^;'"]*?)\s*from\s+["']([^"']+)["']/gm,
    )) {
      const types = words.startsWith("type ") || isOnlyTypes(words);
      const path = pathOf(from, file);
      if (!types && path !== null) open.push(path);
    }
  }
  return seen;
}

function isOnlyTypes(words: string): boolean {
  const inside = /^\{([\s\S]*)\}$/.exec(words.trim())?.[1];
  if (inside === undefined) return false;
  const names = inside.split(",").map((name) => name.trim());
  return names.every((name) => name === "" || name.startsWith("type "));
}

function pathOf(from: string, file: string): string | null {
  if (from.startsWith(".")) return resolve(dirname(file), from);
  const [top = "", ...rest] = from.split("/");
  const folder = TOPS[top];
  return folder === undefined ? null : join(ROOT, folder, ...rest);
}

/** What opens a ciphertext, what a word means, and how a transaction is begun: the ground both stand on. */
const GROUND = /^(db\/|server\/(domain|keyring)\/|server\/(context|log|env)\.ts$)/;

const RE_SEARCH = loadedBy("server/privacy/re-search/re-search.ts");
const DELETER = loadedBy(
  "server/privacy/erase/destroy-keys.ts",
  "server/privacy/erase/delete-rows.ts",
  "server/privacy/erase/clean-bytes.ts",
  "server/privacy/erase/rest.ts",
);

test("the re-search loads no module of the deleter but what opens, names and begins", () => {
  assert.ok(RE_SEARCH.size > 20 && DELETER.size > 60, `${RE_SEARCH.size} and ${DELETER.size} modules`);
  assert.deepEqual(
    [...RE_SEARCH].filter((file) => DELETER.has(file) && !GROUND.test(file)),
    [],
  );
});

test("the re-search finds digits with an eye of its own: what cuts, reads or aliases a number is not loaded by it", () => {
  // The keyring brings the normaliser's version along; the re-search itself asks none of it.
  const own = [...RE_SEARCH].filter((file) => file.startsWith("server/privacy/"));
  for (const file of own) {
    const text = readFileSync(join(ROOT, file), "utf8");
    assert.doesNotMatch(text, /domain\/(raw|numbers|identifier|find-ssns|ssn)/, file);
  }
  assert.ok(own.length >= 6);
});
