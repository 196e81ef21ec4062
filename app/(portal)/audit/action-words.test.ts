import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { en } from "../../_ui/messages/en.ts";
import { sv } from "../../_ui/messages/sv.ts";
import { wordsOf } from "../../_ui/words.ts";
import { PERMISSIONS } from "#server/domain/permissions.ts";
import { countsOf, factsOf, whatHappened } from "./what-happened.ts";

const ROOT = join(import.meta.dirname, "../../..");
/** Tests, and the list of every table, whose names look like actions. */
const OTHER = /\.test\.ts$|-fixture\.ts$|\/testing\/|\/copies\/classified/;
/** Where an action is put together, what it can be. A new one is named here. */
const PUT_TOGETHER: Readonly<Record<string, readonly string[]>> = {
  "`job.${kind}`": ["run", "retry", "cancel", "delete"].map((kind) => `job.${kind}`),
  "`retention.${state}`": ["approved", "declined", "withdrawn", "waived", "cancelled"].map(
    (state) => `retention.${state}`,
  ),
  "`erasure.${state}`": ["approved", "declined", "withdrawn"].map((state) => `erasure.${state}`),
};

/** Every action that the code writes down, by its text: what is written `action: "…"` or handed on to such a place. */
function writtenActions(): Map<string, string> {
  const found = new Map<string, string>();
  const files = ["server", "workers", "bin"].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" }).map((name) => join(room, name)),
  );
  for (const file of files.filter((name) => name.endsWith(".ts") && !OTHER.test(name))) {
    const text = readFileSync(join(ROOT, file), "utf8");
    if (!/\baction\b/.test(text) || !/\baudit|Audit/.test(text)) continue;
    for (const [, template = ""] of text.matchAll(/\baction: (`[^`]*\$\{[^`]*`)/g)) {
      assert.ok(template in PUT_TOGETHER, `${file}: name what ${template} can be in PUT_TOGETHER`);
      for (const action of PUT_TOGETHER[template] ?? []) found.set(action, file);
    }
    // Permissions and events of the log look like actions.
    const bare = text.replace(/\.(?:info|warn|error)\(\s*"[^"]*"/g, "");
    for (const [, before = "", action = ""] of bare.matchAll(/([^\n"]*)"([a-z]+(?:\.[a-z-]+)+)"/g)) {
      const isPermission = (PERMISSIONS as readonly string[]).includes(action) && !/\baction\b/.test(before);
      if (!isPermission && !/\.(?:ts|json|jws|jwk|conf|csv|pem)$/.test(action)) found.set(action, file);
    }
  }
  return found;
}

test("every action that is written to the audit is said in words, in both languages", () => {
  const written = writtenActions();
  assert.ok(written.size > 40, `only ${written.size} were found`);
  for (const known of ["data.search", "ingest.batch", "source.stop", "session.open", "audit.read", "retention.purged"])
    assert.ok(written.has(known), `${known} was not found: the test looks in the wrong place`);
  const languages = [wordsOf("en", en), wordsOf("sv", sv)];
  const silent = [...written].filter(([action]) => languages.some((words) => whatHappened(action, words) === action));
  assert.deepEqual(silent, [], "write them in messages/en/audit-actions.ts and messages/sv/audit-actions.ts");
});

test("counts stand in words beside what happened, with the language's plurals, and zeros are left away", () => {
  const english = wordsOf("en", en);
  const swedish = wordsOf("sv", sv);
  assert.equal(countsOf({ calls: 1, slices: 0, via: "portal" }, english), "1 call");
  assert.equal(countsOf({ calls: 1234, subjects: 2 }, english), "1,234 calls, 2 identifiers");
  assert.equal(countsOf({ undefinedLines: 3, calls: "x" }, swedish), "3 rader som inte förstods");
});

test("details are said in words where there are words, and as they were written where there are none", () => {
  const english = wordsOf("en", en);
  assert.deepEqual(factsOf({ via: "portal", class: "ssn", bytes: 1400, later: { a: 1 }, none: null }, english), [
    { name: "Class", value: "Identity number" },
    { name: "Size", value: "1.4 kB" },
    { name: "later", value: '{"a":1}' },
  ]);
});
