import { rmSync } from "node:fs";
import { connect, type Sql } from "#db/clients.ts";
import { openOwnClusters, type OwnClusters } from "#db/testing/own-clusters.ts";
import { inboxDoor } from "#workers/handlers/inbox-door.ts";
import type { CompanyContext } from "#server/context.ts";
import type { CertificateView } from "#server/privacy/certificate.ts";
import { type IngestFixture, openIngestFixture } from "#server/ingest/ingest-fixture.ts";
import { findSubjects, publicSigningKey, runGeneration, verifyStatement } from "#server/keyring/index.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { createLog } from "#server/log.ts";
import { commitTo } from "#server/privacy/erase/commitment.ts";
import { freezeSelection, listCertificates, requestErasure, search } from "#server/privacy/index.ts";
import { runErasure } from "#server/privacy/run-erasure.ts";
import { findCompany } from "#server/store/index.ts";
import { add, attackAll, digitsOf, namesIn, type Place, stranger } from "../erasure/loot.ts";
import { BYSTANDER, callFile, garbage, type Person, people } from "../erasure/people.ts";
import { copyClusters, occurrences, openCopy } from "../erasure/raw-copies.ts";
import type { Fault, Figure } from "../figure.ts";

/** Erase, then look everywhere: here, in copies from before and from between, and in the keyring from before its last generation. */
export const fault: Fault = {
  id: "REL-14",
  claim: "what was erased opens nowhere: not here, not in a copy from before, not after it was sent again",
  async run({ full }): Promise<Figure[]> {
    // A company of ten thousand erased people is none that exists; each erasure looks through all that its company has.
    return full ? await attackEverything(10_000, 20) : await attackEverything(100, 1);
  },
};

/** So many people are stored, copied, erased, sent again in another notation over another source, and hunted for. */
export async function attackEverything(count: number, companies: number): Promise<Figure[]> {
  const endings: (() => Promise<void>)[] = [];
  try {
    return await hunt(count, companies, endings);
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

async function hunt(count: number, companies: number, endings: (() => Promise<void>)[]): Promise<Figure[]> {
  const own = await openOwnClusters();
  endings.push(() => own.close());
  const fixture = await openIngestFixture({ after: (ending) => endings.push(ending) }, own, true);
  const erased = people(count);
  // Each erasure keeps its company's turn over a connection, and asks over others.
  const web = connect(own.clusterHome, "data", "web", { max: 4 * SIDE_BY_SIDE, name: "erasers" });
  endings.push(() => web.end({ timeout: 5 }));
  const places = await fill(fixture, erased, companies, web);
  const ids = places.flatMap((place) => place.ids);
  const copyNow = (name: string) => copyOf(own, name, endings);

  // Before: the same attacks must succeed, else they would prove nothing afterwards.
  const before = await copyNow("before");
  const stolen = await attackAll(before.data, places);
  const idsBefore = occurrences(`${before.folder}/keyring`, ids);
  const keysBefore = await namesIn(places, before.keyring);

  const first = await Promise.all(places.map(({ ctx, erased: [person] }) => ask(ctx, person)));
  const between = await copyNow("between");
  const issued = await eraseAll(places, first);
  const keysBetween = await namesIn(places, before.keyring);
  for (const place of places) await resend(place);
  await runGeneration(fixture.keyring, "generation");
  const after = await copyNow("after");
  const here = await attackAll(own.data("owner"), places);
  const inCopy = await attackAll(before.data, places);
  const inBetween = await attackAll(between.data, places);
  const digits = digitsOf(erased);
  const leaks = {
    "before: rows open": stolen.named,
    "before: lines open": stolen.texts,
    "before: ids in the keyring's files": idsBefore,
    "before: the keyring's copy names": keysBefore,
    "before the generation: the keyring's copy still names": keysBetween,
    "here: rows": here.named,
    "here: sealed bytes": here.texts,
    "copy from before: rows": inCopy.named,
    "copy from before: sealed bytes": inCopy.texts,
    "copy from within an erasure: rows": inBetween.named,
    "copy from within an erasure: sealed bytes and plans": inBetween.texts + inBetween.boxes,
    "keyring from before the last generation: names": await namesIn(places, before.keyring),
    "keyring from within an erasure: names": await namesIn(places, between.keyring),
    "raw files: ids in the keyring and its WAL": occurrences(`${after.folder}/keyring`, ids),
    "raw files: ids in the data cluster": occurrences(`${after.folder}/data`, ids),
    "raw files: digits": occurrences(after.folder, digits) + occurrences(own.home, digits),
    "found by search": await found(places),
  };
  const proof = { valid: 0, forged: 0, partial: 0, listed: 0 };
  for (const [at, place] of places.entries()) add(proof, await certificates(place, issued[at] ?? []));
  const opened = Object.entries(leaks)
    .filter(([what]) => !what.startsWith("before"))
    .reduce((sum, [, hits]) => sum + hits, 0);
  const shown =
    stolen.named === count &&
    stolen.texts > 0 &&
    idsBefore > 0 &&
    keysBefore === count &&
    keysBetween === count &&
    here.strangers === companies;
  return [
    {
      id: "REL-14",
      value: opened,
      unit: "openings",
      must: "0, and the attack worked before",
      ok: opened === 0 && shown,
      detail: { people: count, companies, ...leaks, tried: here.tried + inCopy.tried + inBetween.tried },
    },
    {
      id: "REL-14 certificates",
      value: proof.valid,
      unit: `of ${count} valid and complete`,
      must: `${count}, all of them listed`,
      ok: proof.valid === count && proof.listed === count && proof.forged === 0,
      detail: proof,
    },
  ];
}

/** Everybody in some company: three calls each, and lines that nobody understands. */
async function fill(fixture: IngestFixture, erased: readonly Person[], companies: number, web: Sql): Promise<Place[]> {
  const spread = spreadOver(erased, companies);
  const places: Place[] = [];
  for (let at = 0; at < companies; at++) {
    const inside = at === 0 ? fixture : await fixture.beside(`prov-${at}`);
    const own = spread[at] ?? [];
    const ctx = await contextOf(inside, web);
    const calls = callFile(own, (person) => person.national) + callFile([stranger()], () => BYSTANDER, 900_000);
    await inside.send(await inside.addSource("asterisk-cdr-csv"), calls + garbage(own));
    places.push({ fixture: inside, ctx, erased: own, ids: await subjectIds(ctx, own) });
  }
  return places;
}

/** Nobody shares the last eight digits with somebody of the same company: a search by them would find both. */
function spreadOver(all: readonly Person[], companies: number): Person[][] {
  const groups = Array.from({ length: companies }, () => new Map<string, Person>());
  for (const person of all) {
    const end = person.canonical.slice(-8);
    const [least] = groups.filter((group) => !group.has(end)).toSorted((a, b) => a.size - b.size);
    if (least === undefined) throw new Error("more people than numbers that differ at their ends");
    least.set(end, person);
  }
  return groups.map((group) => [...group.values()]);
}

interface Copy {
  readonly folder: string;
  readonly data: Sql;
  readonly keyring: Sql;
}

/** Raw copies of both clusters, as somebody with the disk makes them, running beside the living ones. */
async function copyOf(own: OwnClusters, name: string, endings: (() => Promise<void>)[]): Promise<Copy> {
  await own.keyring("owner").unsafe("checkpoint");
  await own.data("owner").unsafe("checkpoint");
  const folder = copyClusters(own.base, name);
  endings.push(async () => rmSync(folder, { recursive: true, force: true }));
  const data = await openCopy(own.clusterHome, folder, "data");
  endings.push(data.close);
  const keyring = await openCopy(own.clusterHome, folder, "keyring");
  endings.push(keyring.close);
  return { folder, data: data.sql, keyring: keyring.sql };
}

async function contextOf(fixture: IngestFixture, web: Sql): Promise<CompanyContext> {
  const { db, keyring, time } = fixture;
  const company = await findCompany(web, { id: fixture.companyId });
  if (company === null) throw new Error("no company");
  return {
    env: { home: db.home, host: "127.0.0.1", port: 0, release: "fault" },
    log: createLog("fault", () => undefined),
    clock: () => time.now,
    sql: { web, ingest: db.data("ingest"), keeper: db.data("keeper") },
    keyring,
    company,
    // One actor does here within minutes what a company asks in years.
    bounds: { searchesMasked: 1_000_000 },
    actor: {
      ...rightsOf("company-administrator"),
      accountId: null,
      name: "fault",
      resellerId: null,
      companyId: company.id,
      sessionId: null,
      via: "cli",
      address: null,
    },
  };
}

async function subjectIds(ctx: CompanyContext, all: readonly Person[]): Promise<Buffer[]> {
  const found = await Promise.all(
    all.map((person) => findSubjects(ctx.keyring, ctx.company.id, { class: 1, canonical: person.canonical })),
  );
  const ids = found.flat().map((one) => one.subjectId);
  if (ids.length !== all.length) throw new Error(`expected ${all.length} subjects, found ${ids.length}`);
  return ids;
}

/** What was handed out for one person. */
interface Issued {
  readonly erasureId: string;
  readonly nonce: string;
}

async function ask(ctx: CompanyContext, person: Person | undefined): Promise<Issued> {
  const { selectionId, rows } = await freezeSelection(ctx, { text: person?.national ?? "" });
  const { erasureId, nonce } = await requestErasure(ctx, { selectionId, reason: "REL-14", typedCount: rows });
  return { erasureId, nonce };
}

/** In a company one after the other, the one asked for already first; companies side by side. Answers them company by company. */
async function eraseAll(places: readonly Place[], first: readonly Issued[]): Promise<Issued[][]> {
  const issued = places.map((): Issued[] => []);
  const left = places.map((_, at) => at);
  let erasedSoFar = 0;
  const worker = async () => {
    for (let at = left.shift(); at !== undefined; at = left.shift()) {
      const place = places[at];
      if (place === undefined) return;
      const { ctx, fixture, erased } = place;
      for (const [i, person] of erased.entries()) {
        const asked = (i === 0 ? first[at] : undefined) ?? (await ask(ctx, person));
        await runErasure({ ...ctx, inbox: inboxDoor(ctx, fixture.inbox), erasureId: asked.erasureId });
        issued[at]?.push(asked);
        if (++erasedSoFar % TOLD_EACH === 0) process.stderr.write(`REL-14: ${erasedSoFar} people erased\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return issued;
}

const SIDE_BY_SIDE = 20;
/** At full size it takes an hour, and somebody waits for it. */
const TOLD_EACH = 500;

/** Over another source: the same file in another notation, its garbage, and records of before that come for the first time. */
async function resend({ fixture, erased }: Place): Promise<void> {
  const source = await fixture.addSource("asterisk-cdr-csv");
  await fixture.send(source, callFile(erased, (person) => person.abroad) + garbage(erased));
  await fixture.send(
    source,
    callFile(erased, (person) => person.canonical, 500_000),
  );
}

async function found(places: readonly Place[]): Promise<number> {
  let hits = 0;
  for (const { ctx, erased } of places)
    for (const person of erased) hits += (await search(ctx, { text: person.abroad })).hits.length;
  return hits;
}

/** Verified with the public key alone; bound to the person by the nonce, and to nobody by another one. */
async function certificates({ ctx, erased }: Place, issued: readonly Issued[]) {
  const commitments = new Set(erased.map((person, i) => commitTo(issued[i]?.nonce ?? "", person.canonical)));
  const asked = new Set(issued.map((one) => one.erasureId));
  const proof = { valid: 0, forged: 0, partial: 0, listed: 0 };
  for await (const { erasureId, jws, statement } of everyCertificate(ctx)) {
    if (asked.delete(erasureId)) proof.listed++;
    const { pinned } = await verifyStatement(jws, publicSigningKey(ctx.keyring));
    const bound = statement.commitment.values.some((value) => commitments.delete(value));
    if (statement.outcome === "partial") proof.partial++;
    else if (pinned && bound) proof.valid++;
    const [head = "", body = "", signature = ""] = jws.split(".");
    const changed = Buffer.from(Buffer.from(body, "base64url").toString().replace("complete", "compleat")).toString(
      "base64url",
    );
    const passes = await verifyStatement(`${head}.${changed}.${signature}`).then(
      () => true,
      () => false,
    );
    if (passes) proof.forged++;
  }
  return proof;
}

/** Page after page, as the portal turns them. */
async function* everyCertificate(ctx: CompanyContext): AsyncGenerator<CertificateView> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listCertificates(ctx, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    yield* page.certificates;
    cursor = page.next;
  }
}
