import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { withCompany } from "#db/with-company.ts";
import { askEdge } from "#server/collect/ask-edge.ts";
import { addSource, beginSource, testSource } from "#server/collect/index.ts";
import { inviteEdge, placeSource, revokeEdge } from "#server/edge/index.ts";
import { openProbeOrder } from "#server/edge/protocol/index.ts";
import { openQuestion, sealAnswer } from "#server/sources/index.ts";
import { sealMessage } from "#server/sources/probe/message.ts";
import { askProbe } from "#server/store/source-probes.ts";
import { asteriskLine } from "../collector/collector-fixture.ts";
import { type EdgeFixture, openEdgeFixture } from "./edge-fixture.ts";
import { CONTACT, play, type Played } from "./played-edge-fixture.ts";

const sourceAt = (path: string) => ({ name: "Växel", driver: "asterisk-cdr-csv", settings: { path } });

/** A call from an extension, as Asterisk writes it. */
function from(extension: string, called: string): string {
  const at = "2026-06-15 09:10:00";
  return `"","${extension}","${called}","from-internal",""""" <${extension}>","PJSIP/${extension}-01","PJSIP/trunk-02","Dial","PJSIP/${called}@trunk,30","${at}","${at}","${at}",35,30,"ANSWERED","DOCUMENTATION","1750000010.1",""`;
}

async function restingProbes(fixture: EdgeFixture): Promise<string[]> {
  const rows = await withCompany(
    fixture.ingest.db.data("owner"),
    fixture.ctx.company.id,
    (tx) => tx`select p::text as row from data.source_probe p`,
  );
  return rows.map((row) => String(row["row"]));
}

test("a test runs at the chosen edge, tells the first calls masked without what is left out, and leaves nothing behind", async (t) => {
  const fixture = await openEdgeFixture(t);
  const home = fixture.newHome();
  const folder = join(home, "shared", fixture.ctx.company.slug, "a");
  mkdirSync(folder, { recursive: true });
  const lines = [asteriskLine(1), "rubbish 0701740609 here", from("2901", "0701740688"), from("2041", "116111")];
  writeFileSync(join(folder, "Master.csv"), `${lines.join("\n")}\n`);
  const { code, edgeId } = await inviteEdge(fixture.ctx, { name: "Kontoret" });
  await assert.rejects(testSource(fixture.ctx, { source: sourceAt(folder), edgeId }), /has not come yet/);
  const edge = fixture.run(home, code);
  for (const end = Date.now() + 30_000; Date.now() < end && !edge.lines.join().includes("edge.started"); )
    await wait(50);

  const resting: string[] = [];
  const watch = setInterval(async () => void resting.push(...(await restingProbes(fixture).catch(() => []))), 20);
  t.after(() => Promise.resolve(clearInterval(watch)));
  const tested = await testSource(fixture.ctx, { source: sourceAt(folder), edgeId });
  assert.deepEqual([tested.files, tested.frames, tested.records, tested.leftOut], [1, 4, 3, 0]);
  assert.ok(
    tested.sample.every(({ numbers }) => numbers.every((number) => !/\d{4}$/.test(number))),
    "masked",
  );
  assert.ok(!/\d/.test(tested.misread[0]?.text ?? "0"));
  await assert.rejects(testSource(fixture.ctx, { source: sourceAt("/etc"), edgeId }), { problem: "folder-refused" });

  await fixture.setGate("filter", {
    rules: [{ id: 3, action: "leave-out", name: "reception", extensions: "2900-2999" }],
    others: "take",
  });
  await fixture.setGate("shield", {
    categories: [{ category: "children", since: "2026-01-01T00:00:00Z", until: null }],
    numbers: [],
  });
  const gated = await testSource(fixture.ctx, { source: sourceAt(folder), edgeId });
  clearInterval(watch);
  assert.deepEqual([gated.frames, gated.records, gated.leftOut], [3, 2, 1]);
  const site = { timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };
  const { driver, settings } = sourceAt(folder);
  const asked = {
    transport: "shared-file",
    driver,
    settings,
    driverOptions: {},
    credentials: {},
    sourceId: null,
    site,
  };
  const raw = await askEdge(fixture.ctx, asked, edgeId);
  assert.ok(raw.kind === "tried");
  const text = raw.frames.map((frame) => Buffer.from(frame).toString()).join("\n");
  assert.match(text, /0701740606/);
  assert.doesNotMatch(text, /116111|2901|0701740688/, "what is left out or shielded does not leave the site");

  assert.ok(resting.length > 0, "the question was never seen at rest");
  for (const row of resting) assert.doesNotMatch(row, /0701740|Master|shared/, "it rested readable");
  assert.deepEqual(await restingProbes(fixture), []);
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.startsWith(join(home, "shared"))) continue;
    assert.doesNotMatch(await readFile(join(entry.parentPath, entry.name), "latin1"), /0701740|Master/, entry.name);
  }
  assert.doesNotMatch(edge.lines.join("\n") + fixture.doorLog.join("\n"), /0701740/);
  const sources = await withCompany(
    fixture.ingest.db.data("web"),
    fixture.ctx.company.id,
    (tx) => tx`select s.id from data.source s where s.name = 'Växel'`,
  );
  assert.deepEqual([...sources], [], "nothing is stored before it is started");

  await revokeEdge(fixture.ctx, { edgeId });
  await assert.rejects(testSource(fixture.ctx, { source: sourceAt(folder), edgeId }), { code: "not-found" });
});

test("an edge that is away is told in words, at once where it has long been silent", async (t) => {
  const fixture = await openEdgeFixture(t);
  const { edgeId } = await play(fixture, "A", []);
  const began = performance.now();
  await assert.rejects(testSource(fixture.ctx, { source: sourceAt("/x"), edgeId }), /The edge is not heard of/);
  assert.ok(performance.now() - began > 30_000, "it waited for the edge's next call");
  assert.deepEqual(await restingProbes(fixture), []);
  fixture.ingest.time.now = new Date(fixture.ingest.time.now.getTime() + 181_000);
  const again = performance.now();
  await assert.rejects(testSource(fixture.ctx, { source: sourceAt("/x"), edgeId }), /The edge is not heard of/);
  assert.ok(performance.now() - again < 5_000);
});

/** The order that this edge is given at its next call, opened. */
async function orderOf(edge: Played): Promise<Awaited<ReturnType<typeof openProbeOrder>> | null> {
  const { body } = await edge.post("contact", CONTACT);
  const [sealed] = (body as { probes: string[] }).probes;
  return sealed === undefined ? null : await openProbeOrder(sealed, edge.edgeId, edge.seal);
}

const ANSWER = { kind: "tried", files: 1, bytes: 1, newestAt: null, unreadable: 0, frames: [] } as const;

test("no edge answers for another one, of the company or beside it, and a first answer is the last", async (t) => {
  const fixture = await openEdgeFixture(t);
  const asked = await play(fixture, "A", []);
  const sibling = await play(fixture, "B", []);
  const beside = await fixture.ingest.beside("granne");
  const company = { ...fixture.ctx.company, id: beside.companyId, slug: "granne" };
  const actor = { ...fixture.ctx.actor, companyId: beside.companyId };
  const stranger = await play({ ...fixture, ctx: { ...fixture.ctx, company, actor } }, "C", []);
  // Nobody sets a source up at another company's edge, nor has one tested there.
  const foreign = { edgeId: stranger.edgeId };
  const notFound = { code: "not-found" };
  await assert.rejects(testSource(fixture.ctx, { source: sourceAt("/x"), ...foreign }), notFound);
  await assert.rejects(addSource(fixture.ctx, sourceAt("/x"), stranger.edgeId), notFound);
  await assert.rejects(beginSource(fixture.ctx, { source: sourceAt("/x"), ...foreign }), notFound);
  const own = await fixture.addEdgeSource(fixture.newHome());
  await assert.rejects(placeSource(fixture.ctx, { sourceId: own.id, ...foreign }), notFound);
  const testing = testSource(fixture.ctx, { source: sourceAt("/x"), edgeId: asked.edgeId });
  let order: Awaited<ReturnType<typeof orderOf>> = null;
  for (const end = Date.now() + 10_000; order === null && Date.now() < end; await wait(50))
    order = await orderOf(asked);
  assert.ok(order !== null);
  for (const other of [sibling, stranger]) assert.equal(await orderOf(other), null, "it is handed to nobody else");
  assert.equal(await orderOf(asked), null, "and once");
  const place = { companyId: asked.companyId, probeId: order.probeId };
  const { answerKey } = await openQuestion(place, order.question, asked.seal);
  const bodyOf = async (files: number) =>
    Buffer.from(
      JSON.stringify({ id: place.probeId, answer: await sealAnswer(place, { ...ANSWER, files }, answerKey) }),
    );
  for (const other of [sibling, stranger])
    assert.deepEqual((await other.post("probe", await bodyOf(66))).body, { state: "gone" });
  const { privateKey } = generateKeyPairSync("ed25519");
  assert.equal((await asked.post("probe", await bodyOf(66), { key: privateKey })).refused, "not-signed");
  assert.equal((await asked.post("probe", await bodyOf(66), { sent: await bodyOf(67) })).refused, "altered");
  const huge = Buffer.from(JSON.stringify({ id: place.probeId, answer: "x".repeat(1_100_000) }));
  assert.equal((await asked.post("probe", huge)).refused, "too-large");
  for (const junk of ["{}", "null", JSON.stringify({ id: "x", answer: "" })])
    assert.equal((await asked.post("probe", Buffer.from(junk))).refused, "unreadable");
  assert.deepEqual((await asked.post("probe", await bodyOf(7))).body, { state: "heard" });
  assert.deepEqual((await asked.post("probe", await bodyOf(8))).body, { state: "gone" }, "a second answer");
  assert.equal((await testing).files, 7);
  assert.deepEqual((await asked.post("probe", await bodyOf(9))).body, { state: "gone" }, "nobody waits any more");
});

test("a stolen edge's crafted preview is refused whole, whatever stands in it", async (t) => {
  const fixture = await openEdgeFixture(t);
  const edge = await play(fixture, "A", []);
  const many = (count: number, text: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, text]));
  const crafted: object[] = [
    { ...ANSWER, frames: Array.from({ length: 51 }, () => "eA==") },
    { ...ANSWER, frames: [Buffer.alloc(300_000).toString("base64")] },
    { ...ANSWER, frames: ["<script>"] },
    { ...ANSWER, newestAt: 1e300 },
    { ...ANSWER, files: -1 },
    { ...ANSWER, files: 1.5 },
    { ...ANSWER, pin: { fingerprint: "x", about: many(2_000, "x") } },
    { ...ANSWER, enter: many(2, "x".repeat(5_000)) },
    { kind: "trouble", problem: "free text of an attacker" },
    { kind: "stored" },
  ];
  for (const answer of crafted) {
    const testing = testSource(fixture.ctx, { source: sourceAt("/x"), edgeId: edge.edgeId }).then(
      () => "taken",
      (error: { code?: string }) => error.code,
    );
    let order: Awaited<ReturnType<typeof orderOf>> = null;
    for (const end = Date.now() + 10_000; order === null && Date.now() < end; await wait(50))
      order = await orderOf(edge);
    assert.ok(order !== null);
    const place = { companyId: edge.companyId, probeId: order.probeId };
    const { answerKey } = await openQuestion(place, order.question, edge.seal);
    const sealed = await sealMessage({ ...place, answer }, answerKey);
    await edge.post("probe", Buffer.from(JSON.stringify({ id: place.probeId, answer: sealed })));
    assert.equal(await testing, "corrupt", JSON.stringify(answer).slice(0, 80));
  }
  // What was answered for one question opens as no other.
  const elsewhere = await sealMessage(
    { companyId: edge.companyId, probeId: edge.edgeId, answer: ANSWER },
    generateKeyPairSync("x25519").publicKey.export({ format: "jwk" }) as never,
  );
  const testing = testSource(fixture.ctx, { source: sourceAt("/x"), edgeId: edge.edgeId }).catch((error) => error.code);
  let order: Awaited<ReturnType<typeof orderOf>> = null;
  for (const end = Date.now() + 10_000; order === null && Date.now() < end; await wait(50)) order = await orderOf(edge);
  await edge.post("probe", Buffer.from(JSON.stringify({ id: order?.probeId, answer: elsewhere })));
  assert.equal(await testing, "corrupt");
});

test("what an edge is asked no collector at home is given, and two tests of edges keep nobody at home waiting", async (t) => {
  const fixture = await openEdgeFixture(t);
  const { edgeId, companyId } = await play(fixture, "A", []);
  const web = fixture.ingest.db.data("web");
  const ask = (askedBy: string, at: string | null) =>
    withCompany(web, companyId, (tx) =>
      askProbe(tx, { companyId, id: crypto.randomUUID(), askedBy, question: "sealed", edgeId: at }),
    );
  const people = Array.from({ length: 4 }, () => crypto.randomUUID());
  assert.equal(await ask(people[0] ?? "", edgeId), "asked");
  assert.equal(await ask(people[1] ?? "", edgeId), "asked");
  assert.equal(await ask(people[2] ?? "", edgeId), "company-busy");
  assert.equal(await ask(people[3] ?? "", null), "asked");
  const collect = fixture.ingest.db.data("collect");
  const seen = await collect`select p.id, p.edge_id from data.source_probe p`;
  assert.deepEqual(
    seen.map((row) => row["edge_id"]),
    [null],
  );
});
