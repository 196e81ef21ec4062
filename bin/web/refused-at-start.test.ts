import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch, start } from "../supervise/start-fixture.ts";
import { makeCertificate } from "./make-certificate.ts";
import { freePort } from "#db/testing/free-port.ts";

const YEAR_MS = 365 * 86_400_000;

test("a pair that does not belong together, has ended or does not hold yet is refused at the start with one sentence", async (t) => {
  const folder = scratch(t);
  const names = ["localhost"];
  const [right, other, ended, early] = await Promise.all([
    makeCertificate(names, new Date()),
    makeCertificate(names, new Date()),
    makeCertificate(names, new Date(Date.now() - 2 * YEAR_MS)),
    makeCertificate(names, new Date(Date.now() + YEAR_MS)),
  ]);
  for (const [what, cert, key, sentence] of [
    ["wrong", right.cert, other.key, /does not belong to the certificate/],
    ["ended", ended.cert, ended.key, /ended on \d{4}-/],
    ["early", early.cert, early.key, /holds only from \d{4}-/],
    ["none", "not a certificate", right.key, /must be PEM files/],
  ] as const) {
    const files = { GALLRA_CERT: join(folder, `${what}.pem`), GALLRA_KEY: join(folder, `${what}.key`) };
    writeFileSync(files.GALLRA_CERT, cert);
    writeFileSync(files.GALLRA_KEY, key);
    const outcome = await start(join(folder, `home-${what}`), { ...files, GALLRA_PORT: String(await freePort()) });
    assert.equal(outcome.code, 1, what);
    assert.match(outcome.stderr, sentence, what);
    assert.equal(outcome.stderr.trim().split("\n").length, 1, `more than a line: ${outcome.stderr}`);
  }
});
