import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CompactEncrypt, compactDecrypt, importJWK } from "jose";
import {
  createSecrets,
  currentInboxKeys,
  destroyInboxKeys,
  endpointLabels,
  ensureInboxKeys,
  findEndpoints,
  INBOX_ALG,
  loadSecrets,
  openInboxKey,
  publicSigningKey,
  resolveEndpoints,
  signStatement,
  verifyStatement,
} from "./index.ts";
import { openTestKeyring } from "./test-keyring.ts";

test("secrets are made once, private to their owner, and a missing or foreign file is said, never replaced", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "gallra-secrets-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const made = await createSecrets(home);
  for (const name of ["root.jwk", "signing.jwk"])
    assert.equal(statSync(join(home, "secrets", name)).mode & 0o777, 0o600);
  const again = await createSecrets(home);
  assert.equal(again.rootKey.kid, made.rootKey.kid);
  assert.ok(again.rootKey.key.equals(made.rootKey.key));
  assert.equal(again.signing.kid, made.signing.kid);
  writeFileSync(join(home, "secrets", "root.jwk"), '{"kty":"oct","k":"AAAA","kid":"a"}');
  await assert.rejects(loadSecrets(home), { code: "unavailable", message: /not a key/ });
  rmSync(join(home, "secrets", "root.jwk"));
  await assert.rejects(loadSecrets(home), { code: "unavailable", message: /root key is missing .* Put it back/ });
});

test("what is sealed to a day's public inbox key opens with the private one, by ingest only, until it is destroyed", async (t) => {
  const { k, reopen } = await openTestKeyring(t);
  await ensureInboxKeys(k, "2026-06-15", 3);
  await ensureInboxKeys(k, "2026-06-16", 3);
  const keys = await currentInboxKeys(k);
  assert.deepEqual(
    keys.map((key) => key.day),
    ["2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18", "2026-06-19"],
  );
  const [first] = keys;
  assert.ok(first);
  assert.equal("d" in first.publicJwk, false);
  const jwe = await new CompactEncrypt(Buffer.from("content key"))
    .setProtectedHeader({ alg: INBOX_ALG, enc: "A256GCM", kid: first.kid })
    .encrypt(await importJWK(first.publicJwk, INBOX_ALG));
  assert.equal(
    Buffer.from((await compactDecrypt(jwe, await openInboxKey(k, first.kid))).plaintext).toString(),
    "content key",
  );
  await assert.rejects(compactDecrypt(jwe, await openInboxKey(k, keys[1]?.kid ?? "")));
  const { web } = k.sql;
  assert.ok(web);
  await assert.rejects(openInboxKey(await reopen({ sql: { web } }), first.kid), /none of the keyring's doors/);
  assert.equal(await destroyInboxKeys(k, "2026-06-16"), 1);
  for (const process of [k, await reopen()]) await assert.rejects(openInboxKey(process, first.kid), { code: "gone" });
});

test("an inbox key moved to another key id in the database does not open", async (t) => {
  const { k, database } = await openTestKeyring(t);
  await ensureInboxKeys(k, "2026-06-15", 1);
  const [a, b] = await currentInboxKeys(k);
  await database.keyring(
    "owner",
  )`update keyring.inbox_key set sealed = (select sealed from keyring.inbox_key where kid = ${a?.kid ?? ""})`;
  await openInboxKey(k, a?.kid ?? "");
  await assert.rejects(openInboxKey(k, b?.kid ?? ""), { code: "corrupt" });
});

test("an endpoint has one random id a kind and label in a company, and its label comes back", async (t) => {
  const { k, reopen } = await openTestKeyring(t, [1, 2]);
  const labels = [
    { kind: "extension", label: "3000" },
    { kind: "queue", label: "3000" },
    { kind: "trunk", label: "SIP/tele" },
    { kind: "extension", label: "3000" },
  ] as const;
  const ids = await resolveEndpoints(k, 1, labels);
  assert.equal(new Set(ids).size, 3);
  assert.equal(ids[0], ids[3]);
  const processes = await Promise.all([reopen(), reopen(), reopen()]);
  for (const again of await Promise.all(processes.map((process) => resolveEndpoints(process, 1, labels))))
    assert.deepEqual(again, ids);
  assert.deepEqual(
    [...(await endpointLabels(k, 1, ids)).entries()].map(([id, one]) => [id, one.label]).sort(),
    [
      [ids[0], "3000"],
      [ids[1], "3000"],
      [ids[2], "SIP/tele"],
    ].sort(),
  );
  assert.deepEqual((await findEndpoints(k, 1, "3000")).sort(), ids.slice(0, 2).sort());
  assert.equal((await endpointLabels(k, 2, ids)).size, 0);
});

test("a statement verifies offline with the pinned key, and fails when a character or the key is another one", async (t) => {
  const { k } = await openTestKeyring(t);
  const other = await openTestKeyring(t);
  const jws = await signStatement(k, { kind: "erasure", left: 0 });
  const jwk = publicSigningKey(k);
  assert.equal("d" in jwk, false);
  assert.deepEqual(await verifyStatement(jws, jwk), {
    payload: { kind: "erasure", left: 0 },
    kid: k.signing.kid,
    pinned: true,
  });
  assert.equal((await verifyStatement(jws)).pinned, false);
  await assert.rejects(verifyStatement(jws, publicSigningKey(other.k)), { code: "corrupt" });
  for (let at = 0; at < jws.length; at += 5) {
    const changed = `${jws.slice(0, at)}${jws[at] === "B" ? "C" : "B"}${jws.slice(at + 1)}`;
    // The last character of a part carries spare bits that base64url ignores; those change nothing.
    if (
      Buffer.from(changed.split(".")[2] ?? "", "base64url").equals(Buffer.from(jws.split(".")[2] ?? "", "base64url")) &&
      changed.split(".").slice(0, 2).join() === jws.split(".").slice(0, 2).join()
    )
      continue;
    await assert.rejects(verifyStatement(changed, jwk), { code: "corrupt" }, `character ${at}`);
  }
});
