import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { answerEdge, inviteEdge } from "#server/edge/index.ts";
import { readCode } from "#server/edge/protocol/index.ts";
import { digestOf, signRequest } from "#server/edge/protocol/signed-request.ts";
import type { EdgeFixture } from "./edge-fixture.ts";

/** For tests: an edge played by hand, so that it can do what ours never would. */
export interface Played {
  readonly edgeId: string;
  readonly companyId: number;
  /** Opens what is sealed to it. */
  readonly seal: KeyObject;
  post(verb: string, body: Buffer, changes?: Changes): Promise<{ status: number; refused: unknown; body: object }>;
}
export interface Changes {
  readonly company?: number;
  readonly edge?: string;
  readonly sequence?: number;
  readonly sent?: Buffer;
  readonly key?: KeyObject;
}

export async function play(
  fixture: Pick<EdgeFixture, "ctx" | "host">,
  name: string,
  sourceIds: number[],
): Promise<Played> {
  const { code } = await inviteEdge(fixture.ctx, { name, sourceIds });
  const { companyId, edgeId } = readCode(code);
  const [sign, seal] = [generateKeyPairSync("ed25519"), generateKeyPairSync("x25519")];
  assert.equal((await enrol(fixture, code, sign, seal)).status, 200);
  let last = 0;
  return {
    ...{ edgeId, companyId, seal: seal.privateKey },
    async post(verb, body, changes = {}) {
      const { company = companyId, edge = edgeId, sequence = ++last, key = sign.privateKey, sent = body } = changes;
      const claims = { company, edge, sequence, at: Date.now(), verb, digest: digestOf(body) };
      return await askDoor(fixture, verb, sent, await signRequest(claims, key));
    },
  };
}

let asked = 0;

/** One request at the door, from an address that changes. */
export async function askDoor(
  fixture: Pick<EdgeFixture, "ctx" | "host">,
  verb: string,
  body: Buffer,
  authorization: string | null,
) {
  const readBody = async (longest: number) => (body.length > longest ? null : body);
  const address = `192.0.2.${Math.floor(asked++ / 20) + 10}`;
  const answer = await answerEdge(fixture.host, { verb, authorization, address, readBody });
  return { status: answer.status, refused: "refused" in answer.body ? answer.body.refused : null, body: answer.body };
}

type Pair = ReturnType<typeof generateKeyPairSync>;
const xOf = (pair: Pair) => (pair.publicKey.export({ format: "jwk" }) as { x?: string }).x;

export async function enrol(
  fixture: Pick<EdgeFixture, "ctx" | "host">,
  code: string,
  sign: Pair,
  seal: Pair,
  secret?: Buffer,
) {
  const read = readCode(code);
  const body = {
    company: read.companyId,
    edge: read.edgeId,
    secret: (secret ?? read.secret).toString("base64url"),
    signKey: { kty: "OKP", crv: "Ed25519", x: xOf(sign) },
    sealKey: { kty: "OKP", crv: "X25519", x: xOf(seal) },
    release: "1.0",
  };
  return await askDoor(fixture, "enrol", Buffer.from(JSON.stringify(body)), null);
}

/** What an edge says that holds nothing. */
export const CONTACT = Buffer.from(
  JSON.stringify({
    ...{ release: "1.0", diskFreeBytes: 1, isFull: false, keysUntil: null, stamp: null },
    ...{ waiting: { segments: 0, bytes: 0, oldest: null }, sources: [], sessions: [], held: [] },
  }),
);
