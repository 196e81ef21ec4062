import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { test } from "node:test";
import { answerEdge, inviteEdge } from "#server/edge/index.ts";
import { readCode } from "#server/edge/protocol/index.ts";
import { digestOf, signRequest } from "#server/edge/protocol/signed-request.ts";
import { openEdgeFixture } from "./edge-fixture.ts";
import { CONTACT, enrol } from "./played-edge-fixture.ts";

test("whoever knocks from the address of an edge does not keep it out, and is let in only so often himself", async (t) => {
  const fixture = await openEdgeFixture(t);
  const { code } = await inviteEdge(fixture.ctx, { name: "A" });
  const { companyId: company, edgeId } = readCode(code);
  const sign = generateKeyPairSync("ed25519");
  assert.equal((await enrol(fixture, code, sign, generateKeyPairSync("x25519"))).status, 200);
  const ask = async (authorization: string | null) => {
    const request = { verb: "contact", authorization, address: "203.0.113.7", readBody: async () => CONTACT };
    return (await answerEdge(fixture.host, request)).status;
  };
  let sequence = 0;
  const signed = (edge: string, key = sign.privateKey, of = company) =>
    signRequest(
      { company: of, edge, sequence: ++sequence, at: Date.now(), verb: "contact", digest: digestOf(CONTACT) },
      key,
    );
  assert.equal(await ask(await signed(edgeId)), 200);
  for (let knock = 0; knock < 40; knock++) await ask(null);
  assert.equal(await ask(null), 429);
  assert.equal(await ask(await signed(randomUUID())), 429, "who claims to be another edge");
  const elsewhere = await signed(edgeId, sign.privateKey, company + 1);
  assert.equal(await ask(elsewhere), 429, "its name in another company");
  assert.equal(await ask(await signed(edgeId)), 200, "the edge itself");
  assert.equal(await ask(await signed(edgeId, generateKeyPairSync("ed25519").privateKey)), 401, "who claims to be it");
});
