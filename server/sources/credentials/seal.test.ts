import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { describe, test } from "node:test";
import type { JWK } from "jose";
import { openCredential, sealCredential } from "./seal.ts";

describe("credentials", () => {
  const keys = generateKeyPairSync("x25519");
  const publicJwk = keys.publicKey.export({ format: "jwk" }) as JWK;
  const place = { companyId: 3, sourceId: 2, name: "password" };

  test("what is sealed for a source opens for it, and not in another company, source or field", async () => {
    const sealed = await sealCredential(place, "häst och vagn", publicJwk);
    assert.ok(!sealed.includes("vagn"));
    assert.equal(await openCredential(place, sealed, keys.privateKey), "häst och vagn");
    for (const other of [{ companyId: 4 }, { sourceId: 9 }, { name: "privateKey" }])
      await assert.rejects(openCredential({ ...place, ...other }, sealed, keys.privateKey), { code: "corrupt" });
  });

  test("a changed or foreign seal is refused in words without its content", async () => {
    const sealed = await sealCredential(place, "hemlig", publicJwk);
    const bent = `${sealed.slice(0, -3)}${sealed.endsWith("AAA") ? "BBB" : "AAA"}`;
    const stranger = generateKeyPairSync("x25519").privateKey;
    for (const [what, key] of [
      [bent, keys.privateKey],
      [sealed, stranger],
    ] as const)
      await assert.rejects(openCredential(place, what, key), (error: Error) => {
        assert.ok(!`${error.message} ${String(error.cause)}`.includes("hemlig"));
        return true;
      });
  });
});
