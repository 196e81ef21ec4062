import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { inviteEdge, listEdges, placeSource, revokeEdge } from "#server/edge/index.ts";
import { stopSource } from "#server/collect/index.ts";
import { readCode } from "#server/edge/protocol/index.ts";
import { type InboxPublicKey, listSegments, writeSegment } from "#server/inbox/index.ts";
import { currentInboxKeys } from "#server/keyring/index.ts";
import { claimLease } from "#server/store/leases.ts";
import { holdSource } from "../collector/held-lease.ts";
import { type EdgeFixture, openEdgeFixture } from "./edge-fixture.ts";
import { askDoor, type Changes, CONTACT, enrol, play } from "./played-edge-fixture.ts";

async function sealed(
  fixture: EdgeFixture,
  companyId: number,
  sourceId: number,
  changes: object = {},
): Promise<Buffer> {
  const [key] = await currentInboxKeys(fixture.ingest.keyring);
  assert.ok(key);
  const kid: InboxPublicKey = key;
  const receivedAt = fixture.ingest.time.now.toISOString();
  const frame = Buffer.from("x");
  const plain = {
    deliveryId: randomUUID(),
    from: 0,
    to: 1,
    receivedAt,
    sessionId: null,
    fencing: 1,
    identity: null,
    end: true,
  };
  const dir = join(fixture.newHome(), "made");
  const ref = await writeSegment(
    dir,
    { companyId, sourceId, ...plain, ...changes },
    [{ bytes: frame, start: 0, end: 1 }],
    kid,
  );
  return await readFile(ref.path);
}

test("a code of an edge works once, within its hour, and dies with the fifth guess", async (t) => {
  const fixture = await openEdgeFixture(t);
  const pairs = [generateKeyPairSync("ed25519"), generateKeyPairSync("x25519")] as const;
  const { code, edgeId } = await inviteEdge(fixture.ctx, { name: "A" });
  assert.equal((await enrol(fixture, code, ...pairs)).status, 200);
  assert.equal((await enrol(fixture, code, ...pairs)).refused, "wrong-code", "used");
  const late = await inviteEdge(fixture.ctx, { name: "B" });
  fixture.ingest.time.now = new Date(fixture.ingest.time.now.getTime() + 3_600_001);
  assert.equal((await enrol(fixture, late.code, ...pairs)).refused, "wrong-code", "late");
  const guessed = await inviteEdge(fixture.ctx, { name: "C" });
  for (let guess = 0; guess < 5; guess++)
    assert.equal((await enrol(fixture, guessed.code, ...pairs, Buffer.alloc(20, guess))).refused, "wrong-code");
  assert.equal((await enrol(fixture, guessed.code, ...pairs)).refused, "wrong-code", "guessed at");
  const { edges } = await listEdges(fixture.ctx);
  assert.deepEqual(
    edges.map((edge) => edge.state),
    ["silent", "lapsed", "lapsed"],
  );
  const web = fixture.ingest.db.data("web");
  const [row] = await withCompany(
    web,
    fixture.ctx.company.id,
    (tx) => tx`select * from data.edge where id = ${edgeId}`,
  );
  assert.ok(
    !JSON.stringify(row).includes(readCode(code).secret.toString("hex")),
    "the code rests hashed, and then not at all",
  );
  await assert.rejects(inviteEdge(fixture.ctx, { name: "a" }), /has this name/);
});

test("whatever is wrong with a request of an edge, it is refused, counted and audited, and nothing is stored", async (t) => {
  const fixture = await openEdgeFixture(t);
  const [own, others] = [
    await fixture.addEdgeSource(fixture.newHome()),
    await fixture.addEdgeSource(fixture.newHome()),
  ];
  const edge = await play(fixture, "A", [own.id]);
  const second = await play(fixture, "B", [others.id]);
  await fixture.start(own);
  await fixture.start(others);
  assert.equal((await edge.post("contact", CONTACT)).status, 200);
  assert.equal((await second.post("contact", CONTACT)).status, 200);
  const { companyId } = edge;
  const beside = await fixture.ingest.beside("granne");
  const good = await sealed(fixture, companyId, own.id, { fencing: 100 });
  const cases: [string, string, Buffer, Changes?][] = [
    ["another-company", "segment", await sealed(fixture, beside.companyId, own.id)],
    ["not-bound", "segment", await sealed(fixture, companyId, others.id)],
    ["not-bound", "segment", good, {}],
    ["not-bound", "segment", await sealed(fixture, companyId, 4711)],
    ["unreadable", "segment", Buffer.from("garbage")],
    ["unreadable", "segment", Buffer.alloc(0)],
    ["unreadable", "contact", Buffer.from("{}")],
    ["unreadable", "positions", Buffer.from(JSON.stringify({ sourceId: 2 ** 40, after: null }))],
    ["unreadable", "contact", Buffer.from(CONTACT.toString().replace('"keysUntil":null', '"keysUntil":"2026-13-99"'))],
    ["too-large", "segment", Buffer.alloc(33_554_433)],
    ["altered", "segment", good, { sent: Buffer.concat([good, Buffer.from("x")]) }],
    ["replayed", "contact", CONTACT, { sequence: 1 }],
    ["not-signed", "contact", CONTACT, { key: generateKeyPairSync("ed25519").privateKey }],
    [
      "clock-ahead",
      "segment",
      await sealed(fixture, companyId, own.id, { fencing: 1, receivedAt: "2040-01-01T00:00:00.000Z" }),
    ],
  ];
  for (const [refused, verb, body, changes] of cases)
    assert.equal((await edge.post(verb, body, changes)).refused, refused);
  const counted = (await listEdges(fixture.ctx)).edges.find(({ id }) => id === edge.edgeId)?.refused;
  assert.equal(counted, cases.length);
  // Who cannot even say who it is leaves no trace but a count of its address.
  assert.equal((await edge.post("contact", CONTACT, { edge: randomUUID() })).refused, "not-known");
  assert.equal((await edge.post("contact", CONTACT, { company: beside.companyId })).refused, "not-known");
  assert.equal(
    (await edge.post("contact", CONTACT, { company: 2 ** 40 })).refused,
    "not-signed",
    "no number of a company",
  );
  for (const header of [null, "", "Gallra-Edge x", `Gallra-Edge ${"a".repeat(5_000)}`])
    assert.equal((await askDoor(fixture, "contact", CONTACT, header)).refused, "not-signed");
  assert.equal((await askDoor(fixture, "elsewhere", CONTACT, null)).status, 404);
  assert.deepEqual(await listSegments(fixture.inbox), []);
  const audited = await withCompany(
    fixture.ingest.db.data("owner"),
    companyId,
    (tx) =>
      tx`select detail->>'refused' as refused from data.audit where company_id = ${companyId} and action = 'edge.refused'`,
  );
  assert.equal(audited.length, 10, "the first ten one by one, then one in a hundred");

  const lasting = fixture.ingest.time.now;
  fixture.ingest.time.now = new Date(lasting.getTime() + 22 * 86_400_000);
  const old = await sealed(fixture, companyId, own.id);
  assert.equal((await edge.post("segment", old)).refused, "another-key", "the key of its day would live on with it");
  fixture.ingest.time.now = lasting;

  const right = await sealed(fixture, companyId, own.id);
  assert.deepEqual((await edge.post("segment", right)).body, { state: "kept" });
  assert.deepEqual((await edge.post("segment", right)).body, { state: "kept" }, "twice is once");
  assert.equal((await listSegments(fixture.inbox)).length, 1);
  await revokeEdge(fixture.ctx, { edgeId: edge.edgeId });
  assert.equal((await edge.post("segment", await sealed(fixture, companyId, own.id))).refused, "revoked");
  assert.equal((await edge.post("contact", CONTACT)).refused, "revoked");
  assert.equal((await listSegments(fixture.inbox)).length, 1, "what was handed over stays");
});

test("an edge puts nothing into the inbox under a name that nobody lists, and what does not open counts against its own room alone", async (t) => {
  const fixture = await openEdgeFixture(t);
  const add = async () => await fixture.addEdgeSource(fixture.newHome());
  const [own, other, many] = [await add(), await add(), await add()];
  const edge = await play(fixture, "A", [own.id, other.id, many.id]);
  for (const source of [own, other, many]) await fixture.start(source);
  assert.equal((await edge.post("contact", CONTACT)).status, 200);
  const { companyId } = edge;
  const capitals = await sealed(fixture, companyId, own.id, { deliveryId: "ABCDEFAB-0000-4000-8000-00000000000A" });
  assert.equal((await edge.post("segment", capitals)).refused, "unreadable");
  // Nor what the database would refuse for as long as it lay there.
  for (const refused of [
    { id: "00000000-0000-0000-0000-000000000000" },
    { identity: { a: "\0" } },
    { identity: { a: "\ud800" } },
    { receivedAt: "0000-01-01T00:00:00Z" },
  ])
    assert.equal((await edge.post("segment", await sealed(fixture, companyId, own.id, refused))).refused, "unreadable");
  assert.deepEqual(await readdir(fixture.inbox).catch(() => []), []);
  await mkdir(fixture.inbox, { recursive: true });
  const full = join(fixture.inbox, `c${companyId}-s${own.id}-${randomUUID()}-0-0-${randomUUID()}.segment.damaged`);
  await writeFile(full, "");
  await truncate(full, 268_435_457);
  const small = () => `c${companyId}-s${many.id}-${randomUUID()}-9-9-${randomUUID()}.segment`;
  await Promise.all(Array.from({ length: 2_000 }, () => writeFile(join(fixture.inbox, small()), "")));
  for (const { id } of [own, many])
    assert.equal((await edge.post("segment", await sealed(fixture, companyId, id))).refused, "full");
  assert.deepEqual((await edge.post("segment", await sealed(fixture, companyId, other.id))).body, { state: "kept" });
});

test("a source runs on one machine: at an edge no collector at home can hold it, and only one that is stopped moves", async (t) => {
  const fixture = await openEdgeFixture(t);
  const source = await fixture.addEdgeSource(fixture.newHome());
  const { companyId } = fixture.ingest;
  const edge = await play(fixture, "A", [source.id]);
  await fixture.start(source);
  assert.equal(await holdSource(fixture.collector, companyId, source.id), null);
  const collect = fixture.ingest.db.data("collect");
  assert.equal(await withCompany(collect, companyId, (tx) => claimLease(tx, companyId, source.id, "home", 10)), null);
  await assert.rejects(placeSource(fixture.ctx, { sourceId: source.id, edgeId: null }), /may still hold something/);
  // It says which task it has: only then is it known that it follows the one without this source.
  const settle = async () => {
    const { body } = await edge.post("contact", CONTACT);
    const { stamp } = body as { stamp: string };
    await edge.post("contact", Buffer.from(JSON.stringify({ ...JSON.parse(CONTACT.toString()), stamp })));
  };
  await settle();
  await assert.rejects(placeSource(fixture.ctx, { sourceId: source.id, edgeId: null }), /Stop it first/);
  fixture.ingest.time.now = new Date(fixture.ingest.time.now.getTime() + 60_000);
  await stopSource(fixture.ctx, { sourceId: source.id });
  await assert.rejects(placeSource(fixture.ctx, { sourceId: source.id, edgeId: null }), /may still hold something/);
  await settle();
  await placeSource(fixture.ctx, { sourceId: source.id, edgeId: null });
  await placeSource(fixture.ctx, { sourceId: source.id, edgeId: edge.edgeId });
  await fixture.start(source);
  await revokeEdge(fixture.ctx, { edgeId: edge.edgeId });
  assert.equal((await source.row()).state, "stopped");
  await placeSource(fixture.ctx, { sourceId: source.id, edgeId: null });
  await fixture.start(source);
  const lease = await holdSource(fixture.collector, companyId, source.id);
  assert.ok(lease !== null && lease.fencing > 1, "with a higher number than the edge ever had");
  await lease.release();
  const limited = { ...fixture.ctx, actor: { ...fixture.ctx.actor, permissions: new Set(["source.see"] as const) } };
  await assert.rejects(inviteEdge(limited, { name: "B" }), /do not have the right/);
  await assert.rejects(revokeEdge(limited, { edgeId: edge.edgeId }), /do not have the right/);
});
