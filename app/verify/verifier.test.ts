import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

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

test("a statement that the same key signed about something else is no certificate", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { kty, crv, x } = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(JSON.stringify({ crv, kty, x })).digest("base64url");
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = (statement: object) => {
    const text = `${part({ alg: "EdDSA", kid, jwk: { kty, crv, x } })}.${part(statement)}`;
    return `${text}.${sign(null, Buffer.from(text), privateKey).toString("base64url")}`;
  };
  // Only what a check needs; nothing of the page is drawn here.
  const node = {
    addEventListener: () => undefined,
    setAttribute: () => undefined,
    dataset: {},
    value: "",
    hidden: true,
  };
  const document = { ...node, getElementById: () => ({ ...node }), querySelectorAll: () => [], documentElement: {} };
  const place = { document, navigator: { language: "en" }, crypto, atob, btoa, TextEncoder, TextDecoder };
  const check = runInNewContext(`${inside("script")}\ncheck`, place) as (text: string) => Promise<unknown>;
  assert.notEqual(await check(signed({ kind: "erasure", outcome: "complete" })), null);
  assert.equal(await check(signed({ kind: "disposal-protocol", outcome: "complete" })), null);
});
