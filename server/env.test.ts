import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readEnv } from "./env.ts";

test("without any setting the product listens on this machine alone", () => {
  const env = readEnv({});
  assert.equal(env.host, "127.0.0.1");
  assert.equal(env.port, 8443);
  assert.match(env.home, /\.gallra$/);
  assert.equal(env.databaseUrl, undefined);
});

test("a wrong setting is named, and its value is not repeated", () => {
  assert.throws(
    () => readEnv({ GALLRA_PORT: "eight" }),
    (error: Error) => /GALLRA_PORT/.test(error.message) && !/eight/.test(error.message),
  );
  assert.throws(() => readEnv({ GALLRA_CERT: "/cert.pem" }), /GALLRA_KEY/);
  assert.throws(() => readEnv({ DATABASE_URL_FILE: "/nowhere/at/all" }), /DATABASE_URL_FILE/);
});

test("a URL file goes before the URL, so that no password needs to stand in the environment", () => {
  const folder = mkdtempSync(join(tmpdir(), "gallra-env-"));
  try {
    const file = join(folder, "url");
    writeFileSync(file, "postgres://a:b@db.example/gallra\n");
    assert.equal(
      readEnv({ DATABASE_URL: "postgres://x", DATABASE_URL_FILE: file }).databaseUrl,
      "postgres://a:b@db.example/gallra",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
