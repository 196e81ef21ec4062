import assert from "node:assert/strict";
import { test } from "node:test";
import { readClusterUrl } from "./cluster-url.ts";

test("a URL is read with its encoded password, port and socket folder", () => {
  const read = readClusterUrl("data", "postgres://boss:a%2Fb%40c@db.example:6432/gallra");
  assert.deepEqual(read, {
    address: { host: "db.example", port: 6432, database: "gallra", tls: "require" },
    user: "boss",
    password: "a/b@c",
  });
  assert.equal(
    readClusterUrl("data", "postgresql://boss@x/gallra?host=%2Frun%2Fpostgresql").address.host,
    "/run/postgresql",
  );
});

test("a connection to another machine is encrypted unless it is switched off by name", () => {
  const tls = (rest: string) => readClusterUrl("keyring", `postgres://u:p@${rest}`).address.tls;
  assert.equal(tls("db.example/k"), "require");
  assert.equal(tls("127.0.0.1/k"), false);
  assert.equal(tls("db.example/k?sslmode=verify-full"), "verify");
  assert.equal(tls("db.example/k?sslmode=disable"), false);
});

test("what is no URL of a database is refused by the variable's name and never repeated", () => {
  for (const text of ["db.example", "mysql://u:hush@db/x", "postgres://u:hush@db", "postgres://db/x", ""]) {
    assert.throws(
      () => readClusterUrl("keyring", text),
      (error: Error) => /KEYRING_URL/.test(error.message) && !/hush/.test(error.message),
    );
  }
});
