import assert from "node:assert/strict";
import { test } from "node:test";
import { databaseSettings } from "../database/settings.ts";
import { ftpSettings } from "../ftp/settings.ts";
import { httpPollSettings } from "../http-poll/settings.ts";
import { fingerprintDigits } from "./fingerprint.ts";
import { tcpSettings } from "../tcp/settings.ts";

const PAIRS = Array.from({ length: 32 }, (_, at) => (at + 160).toString(16).toUpperCase());
const KEPT = `SHA256:${PAIRS.join(":")}`;
const FORMS = [
  KEPT,
  KEPT.toLowerCase(),
  `sha256 Fingerprint=${PAIRS.join(":")}`,
  ` SHA256 Fingerprint=${PAIRS.join(":")}\n`,
  PAIRS.join(":"),
  PAIRS.join("").toLowerCase(),
  `SHA256:${PAIRS.join("")}`,
];
const HOST = { host: "pbx.example" };
const TABLE = { ...HOST, engine: "mssql", database: "calls", table: "cdr", cursorColumn: "id" };
const WAYS = {
  ftp: (pin: string) => ftpSettings.parse({ ...HOST, user: "gallra", pin }).pin,
  tcp: (pin: string) => tcpSettings.parse({ ...HOST, mode: "connect", port: 9_000, tls: true, pin }).pin,
  database: (pin: string) => databaseSettings.parse({ ...TABLE, pin }).pin,
  "http-poll": (pin: string) => httpPollSettings.parse({ url: "https://pbx.example/cdr", pin }).pin,
};

for (const [way, kept] of Object.entries(WAYS)) {
  test(`${way}: a fingerprint that is entered by hand is the one that a test would have accepted, however it is written`, () => {
    for (const form of FORMS) assert.equal(kept(form), KEPT, form);
  });

  test(`${way}: what is no fingerprint of a certificate is told when it is entered, and is no changed key later`, () => {
    for (const wrong of [KEPT.slice(0, -3), `${KEPT}:00`, `SHA1:${PAIRS.slice(0, 20).join(":")}`, "yes", "SHA256:"])
      assert.throws(() => kept(wrong), /SHA256:3A:9F/, wrong);
  });
}

test("no fingerprint is none", () => {
  assert.equal(databaseSettings.parse({ ...TABLE, pin: "" }).pin, "");
  assert.equal(httpPollSettings.parse({ url: "https://pbx.example/cdr", pin: "" }).pin, "");
  assert.equal(tcpSettings.parse({ ...HOST, mode: "connect", port: 9_000, pin: "" }).pin, undefined);
});

test("syslog knows a client's certificate by the same forms", () => {
  for (const form of FORMS) assert.equal(fingerprintDigits(form), PAIRS.join(""), form);
});
