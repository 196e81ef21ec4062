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
  assert.deepEqual(readEnv({ GALLRA_TRUSTED_PROXY: "192.0.2.1, 10.0.0.0/8 2001:db8::/32" }).trustedProxies?.length, 3);
  for (const wrong of ["all", "0.0.0.0/0", "::/0", "10.0.0.0/33", "192.0.2.1/8/8", "proxy.example"])
    assert.throws(() => readEnv({ GALLRA_TRUSTED_PROXY: wrong }), /GALLRA_TRUSTED_PROXY/, wrong);
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
