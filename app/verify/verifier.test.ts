import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const PAGE = readFileSync(join(import.meta.dirname, "verifier.html"), "utf8");
const inside = (tag: string) => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(PAGE)?.[1] ?? "";
const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

test("the verifier may run its own script and style and reach nothing: the hashes in its policy are theirs", () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(PAGE)?.[1] ?? "";
  assert.ok(policy.includes(`script-src ${hash(inside("script"))};`), `script-src ${hash(inside("script"))}`);
  assert.ok(policy.includes(`style-src ${hash(inside("style"))};`), `style-src ${hash(inside("style"))}`);
  assert.match(policy, /default-src 'none'.*connect-src 'none'.*form-action 'none'/);
  assert.ok(!/(?:src|href)="|@import|(?<!64)url\(|https?:\/\//.test(PAGE), "nothing is fetched");
});

test("every text of the verifier stands in both languages", () => {
  const keys = (language: string) => {
    const block = new RegExp(`\\n  ${language}: \\{([\\s\\S]*?)\\n  \\},`).exec(PAGE)?.[1] ?? "";
    return [...block.matchAll(/(?:^|[\s,])(\w+): "/g)].map(([, key]) => key);
  };
  assert.ok(keys("en").length > 35);
  assert.deepEqual(keys("sv"), keys("en"));
  for (const [, key] of PAGE.matchAll(/data-t="(\w+)"/g)) assert.ok(keys("en").includes(key), key);
});
