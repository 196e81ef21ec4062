import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { CompactSign } from "jose";
import { commitTo, freshNonce } from "#server/privacy/erase/commitment.ts";
import { temporarySecrets } from "#server/keyring/secrets.ts";
import { command } from "./certificate.ts";

const folder = mkdtempSync(join(tmpdir(), "gallra-certificate-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const NONCE = freshNonce();

/** A certificate as the keyring signs it, and the public key it verifies with, as files. */
async function written(kind = "erasure"): Promise<{ file: string; key: string; other: string }> {
  const { signing } = await temporarySecrets();
  const { kty, crv, x } = signing.publicJwk;
  const jwk = {
    ...(kty === undefined ? {} : { kty }),
    ...(crv === undefined ? {} : { crv }),
    ...(x === undefined ? {} : { x }),
  };
  const statement = {
    version: 2,
    kind,
    commitment: { values: [commitTo(NONCE, "+46701740605"), commitTo(NONCE, "189001019802")] },
  };
  const jws = await new CompactSign(Buffer.from(JSON.stringify(statement)))
    .setProtectedHeader({ alg: "EdDSA", kid: signing.kid, jwk: jwk as never })
    .sign(signing.privateKey);
  const write = (name: string, content: object) => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const stranger = (await temporarySecrets()).signing.publicJwk;
  return { file: write("c.json", { jws }), key: write("key.jwk", jwk), other: write("other.jwk", stranger) };
}

async function run(args: readonly string[], typed = ""): Promise<{ code: number; out: Record<string, unknown> }> {
  const out: object[] = [];
  const io = { out: (one: object) => void out.push(one), note: () => undefined, stdin: async () => typed };
  return { code: await command.run(["verify", ...args], io), out: out[0] as Record<string, unknown> };
}

test("a certificate is bound to a person by number and nonce, in any notation, and to nobody else", async () => {
  const { file, key } = await written();
  const ask = (typed: string, ...more: string[]) => run(["--key", key, ...more, file], typed);
  for (const number of ["070-174 06 05", "+46701740605", "0046 70 174 06 05"]) {
    const { code, out } = await ask(number, "--number", "-", "--nonce", NONCE);
    assert.deepEqual([code, out["valid"], out["keyPinned"], out["person"]], [0, true, true, true], number);
  }
  const ssn = await ask(`900101+9802\n${NONCE}\n`, "--ssn", "-", "--nonce", "-");
  assert.deepEqual([ssn.code, ssn.out["person"]], [0, true]);
  const other = await ask("070-174 06 06", "--number", "-", "--nonce", NONCE);
  assert.deepEqual([other.code, other.out["valid"], other.out["person"]], [1, true, false]);
  const wrong = await ask("070-174 06 05", "--number", "-", "--nonce", freshNonce());
  assert.deepEqual([wrong.code, wrong.out["person"]], [1, false]);
  await assert.rejects(ask("070-174 06 05", "--number", "-"), /say both/);
});

test("a key other than the one that signed makes it invalid", async () => {
  const { file, other } = await written();
  assert.deepEqual(await run(["--key", other, file]), { code: 1, out: { valid: false, keyPinned: true } });
});

test("what the same key signed about something else is no certificate", async () => {
  const { file, key } = await written("disposal-protocol");
  assert.deepEqual(await run(["--key", key, file]), { code: 1, out: { valid: false, keyPinned: true } });
});
