import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { keyPin, pinText } from "#server/edge/portal-key.ts";
import { readCertificate } from "./certificate.ts";

const NOW = new Date("2026-11-22T12:00:00Z");

async function inHome(work: (home: string) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "gallra-tls-"));
  try {
    await work(home);
  } finally {
    rmSync(home, { recursive: true });
  }
}

const envOf = (home: string, host = "127.0.0.1") => ({ home, host, port: 8443, release: "test" });

test("a generated certificate is kept, covers this machine's names, and its key is private", () =>
  inHome(async (home) => {
    const first = await readCertificate(envOf(home), NOW);
    const again = await readCertificate(envOf(home), NOW);
    assert.equal(again.fingerprint, first.fingerprint);
    const read = new X509Certificate(first.cert);
    assert.equal(read.checkHost("localhost"), "localhost");
    assert.equal(read.checkIP("127.0.0.1"), "127.0.0.1");
    assert.equal(read.ca, false);
    assert.equal(statSync(join(home, "tls", "key.pem")).mode & 0o777, 0o600);
  }));

test("it is renewed thirty days before its end, and when the host it must cover changes", () =>
  inHome(async (home) => {
    const first = await readCertificate(envOf(home), NOW);
    const kept = await readCertificate(envOf(home), new Date(first.until.getTime() - 31 * 86_400_000));
    assert.equal(kept.fingerprint, first.fingerprint);
    const renewed = await readCertificate(envOf(home), new Date(first.until.getTime() - 29 * 86_400_000));
    assert.notEqual(renewed.fingerprint, first.fingerprint);
    const other = await readCertificate(envOf(home, "192.0.2.7"), NOW);
    assert.equal(new X509Certificate(other.cert).checkIP("192.0.2.7"), "192.0.2.7");
  }));

test("it keeps its key for years, by which edges know the portal; a key that is gone or no key is made anew", () =>
  inHome(async (home) => {
    const pinOf = ({ cert }: { cert: string }) => pinText(keyPin(new X509Certificate(cert)));
    const first = await readCertificate(envOf(home), NOW);
    const keyFile = join(home, "tls", "key.pem");
    let last = first;
    for (let year = 0; year < 5; year++) {
      const renewed = await readCertificate(envOf(home), new Date(last.until.getTime() - 86_400_000));
      assert.notEqual(renewed.fingerprint, last.fingerprint);
      assert.equal(pinOf(renewed), pinOf(first));
      assert.equal(renewed.key, first.key);
      assert.ok(new X509Certificate(renewed.cert).verify(new X509Certificate(renewed.cert).publicKey));
      last = renewed;
    }
    assert.equal(pinOf(await readCertificate(envOf(home, "192.0.2.7"), NOW)), pinOf(first));
    assert.equal(statSync(keyFile).mode & 0o777, 0o600);
    writeFileSync(keyFile, "no key");
    rmSync(join(home, "tls", "certificate.pem"));
    assert.notEqual(pinOf(await readCertificate(envOf(home), NOW)), pinOf(first));
  }));

test("an own certificate that has ended, or whose key is another's, is refused with the reason", () =>
  inHome(async (home) => {
    const made = await readCertificate(envOf(home), NOW);
    const files = { certFile: join(home, "own.pem"), keyFile: join(home, "own-key.pem") };
    writeFileSync(files.certFile, made.cert);
    writeFileSync(files.keyFile, made.key);
    assert.equal((await readCertificate({ ...envOf(home), ...files }, NOW)).generated, false);
    await assert.rejects(
      readCertificate({ ...envOf(home), ...files }, new Date(made.until.getTime() + 1_000)),
      /ended on/,
    );
    rmSync(join(home, "tls"), { recursive: true });
    writeFileSync(files.keyFile, (await readCertificate(envOf(home), NOW)).key);
    await assert.rejects(readCertificate({ ...envOf(home), ...files }, NOW), /does not belong/);
    await assert.rejects(
      readCertificate({ ...envOf(home), certFile: join(home, "none"), keyFile: files.keyFile }, NOW),
      /Cannot read/,
    );
  }));
