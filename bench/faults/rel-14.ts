import { rmSync } from "node:fs";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { openOwnClusters, type OwnClusters } from "#db/testing/own-clusters.ts";
import { inboxDoor } from "#workers/handlers/inbox-door.ts";
import { type CompanyContext, door } from "#server/context.ts";
import type { CertificateView } from "#server/privacy/certificate.ts";
import { openIngestFixture } from "#server/ingest/ingest-fixture.ts";
import {
  findSubjects,
  publicSigningKey,
  revealSubjects,
  runGeneration,
  verifyStatement,
} from "#server/keyring/index.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { createLog } from "#server/log.ts";
import { commitTo } from "#server/privacy/erase/commitment.ts";
import { freezeSelection, readCertificate, requestErasure, search } from "#server/privacy/index.ts";
import { runErasure } from "#server/privacy/run-erasure.ts";
import { erasureById, findCompany } from "#server/store/index.ts";
import { type Loot, attack } from "../erasure/attack.ts";
import { namesSomebody } from "../erasure/names-somebody.ts";
import { BYSTANDER, callFile, garbage, type Person, people } from "../erasure/people.ts";
import { copyClusters, occurrences, openCopy } from "../erasure/raw-copies.ts";
import type { Fault, Figure } from "../figure.ts";

/** Erase, then look everywhere: here, in copies from before and from between, and in the keyring from before its last generation. */
export const fault: Fault = {
  id: "REL-14",
  claim: "what was erased opens nowhere: not here, not in a copy from before, not after it was sent again",
  async run({ full }): Promise<Figure[]> {
    return await attackEverything(full ? 10_000 : 100);
  },
};

/** So many people are stored, copied, erased, sent again in another notation over another source, and hunted for. */
export async function attackEverything(count: number): Promise<Figure[]> {
  const endings: (() => Promise<void>)[] = [];
  try {
    return await hunt(count, endings);
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

async function hunt(count: number, endings: (() => Promise<void>)[]): Promise<Figure[]> {
  const own = await openOwnClusters();
  endings.push(() => own.close());
  const fixture = await openIngestFixture({ after: (ending) => endings.push(ending) }, own, true);
  const erased = people(count);
  const source = await fixture.addSource("asterisk-cdr-csv");
  await fixture.send(
    source,
    callFile(erased, (person) => person.national) + callFile([stranger()], () => BYSTANDER, 900_000) + garbage(erased),
  );
  const ctx = await contextOf(fixture);
  const ids = await subjectIds(ctx, erased);
  const copyNow = (name: string) => copyOf(own, name, endings);

  // Before: the same attacks must succeed, else they would prove nothing afterwards.
  const before = await copyNow("before");
  const stolen = await attack(before.data, fixture.keyring, fixture.companyId);
  const idsBefore = occurrences(`${before.folder}/keyring`, ids);
  const keysBefore = await namesIn(fixture, before.keyring, ids);

  const { issued, between } = await eraseAll(ctx, fixture.inbox, erased, () => copyNow("between"));
  const keysBetween = await namesIn(fixture, before.keyring, ids);
  await resend(fixture, await fixture.addSource("asterisk-cdr-csv"), erased);
  await runGeneration(fixture.keyring, "generation");
  const after = await copyNow("after");
  const here = await attack(own.data("owner"), fixture.keyring, fixture.companyId);
  const inCopy = await attack(before.data, fixture.keyring, fixture.companyId);
  const inBetween = await attack(between.data, fixture.keyring, fixture.companyId);
  const digits = digitsOf(erased);
  const leaks = {
    "before: rows open": named(stolen, erased),
    "before: lines open": texts(stolen, erased),
    "before: ids in the keyring's files": idsBefore,
    "before: the keyring's copy names": keysBefore,
    "before the generation: the keyring's copy still names": keysBetween,
    "here: rows": named(here, erased),
    "here: sealed bytes": texts(here, erased),
    "copy from before: rows": named(inCopy, erased),
    "copy from before: sealed bytes": texts(inCopy, erased),
    "copy from within an erasure: rows": named(inBetween, erased),
    "copy from within an erasure: sealed bytes and plans": texts(inBetween, erased) + inBetween.boxes,
    "keyring from before the last generation: names": await namesIn(fixture, before.keyring, ids),
    "keyring from within an erasure: names": await namesIn(fixture, between.keyring, ids),
    "raw files: ids in the keyring and its WAL": occurrences(`${after.folder}/keyring`, ids),
    "raw files: ids in the data cluster": occurrences(`${after.folder}/data`, ids),
    "raw files: digits": occurrences(after.folder, digits) + occurrences(own.home, digits),
    "found by search": await found(ctx, erased),
  };
  const proof = await certificates(ctx, erased, issued);
  const opened = Object.entries(leaks)
    .filter(([what]) => !what.startsWith("before"))
    .reduce((sum, [, hits]) => sum + hits, 0);
  const shown =
    named(stolen, erased) === count &&
    texts(stolen, erased) > 0 &&
    idsBefore > 0 &&
    keysBefore === count &&
    keysBetween === count &&
    named(here, [stranger()]) === 1;
  return [
    {
      id: "REL-14",
      value: opened,
      unit: "openings",
      must: "0, and the attack worked before",
      ok: opened === 0 && shown,
      detail: { people: count, ...leaks, tried: here.tried + inCopy.tried + inBetween.tried },
    },
    {
      id: "REL-14 certificates",
      value: proof.valid,
      unit: `of ${count} valid and complete`,
      must: `${count}`,
      ok: proof.valid === count && proof.forged === 0,
      detail: { ...proof },
    },
  ];
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

/** Whom a copy of the keyring names to somebody with today's root key, who passes over every check of its opening. */
async function namesIn({ keyring, companyId }: Fixture, copy: Sql, ids: readonly Buffer[]): Promise<number> {
  const theirs = { ...keyring, sql: { owner: copy }, companies: new Map(), inboxKeys: new Map() };
  return (await revealSubjects(theirs, companyId, ids).catch(() => new Map())).size;
}

/** As they may stand anywhere: the number without its country, as bytes and as UTF-16. */
function digitsOf(erased: readonly Person[]): Buffer[] {
  return erased.flatMap(({ canonical }) => {
    const own = canonical.slice(canonical.startsWith("+46") ? 3 : 2);
    return [Buffer.from(own), Buffer.from(own, "utf16le")];
  });
}

type Fixture = Awaited<ReturnType<typeof openIngestFixture>>;

/** Somebody whom nobody erases: what still opens shows that the attack still works. */
function stranger(): Person {
  return { canonical: BYSTANDER, national: BYSTANDER, abroad: BYSTANDER };
}

async function contextOf(fixture: Fixture): Promise<CompanyContext> {
  const { db, keyring, time } = fixture;
  const company = await findCompany(db.data("web"), { id: fixture.companyId });
  if (company === null) throw new Error("no company");
  return {
    env: { home: db.home, host: "127.0.0.1", port: 0, release: "fault" },
    log: createLog("fault", () => undefined),
    clock: () => time.now,
    sql: { web: db.data("web"), ingest: db.data("ingest"), keeper: db.data("keeper") },
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

/** One after the other; after the first request, while its plan lies sealed in the data cluster, everything is copied once more. */
async function eraseAll(
  ctx: CompanyContext,
  inbox: string,
  all: readonly Person[],
  copyNow: () => Promise<Copy>,
): Promise<{ issued: Issued[]; between: Copy }> {
  const issued: Issued[] = [];
  let between: Copy | null = null;
  for (const person of all) {
    const { selectionId, rows } = await freezeSelection(ctx, { text: person.national });
    const { erasureId, nonce } = await requestErasure(ctx, { selectionId, reason: "REL-14", typedCount: rows });
    between ??= await copyNow();
    await runErasure({ ...ctx, inbox: inboxDoor(ctx, inbox), erasureId });
    issued.push({ erasureId, nonce });
  }
  if (between === null) throw new Error("nobody was erased");
  return { issued, between };
}

/** Over another source: the same file in another notation, its garbage, and records of before that come for the first time. */
async function resend(fixture: Fixture, source: number, all: readonly Person[]): Promise<void> {
  await fixture.send(source, callFile(all, (person) => person.abroad) + garbage(all));
  await fixture.send(
    source,
    callFile(all, (person) => person.canonical, 500_000),
  );
}

function named(loot: Loot, all: readonly Person[]): number {
  return all.filter((person) => loot.identifiers.has(person.canonical)).length;
}

function texts(loot: Loot, all: readonly Person[]): number {
  return namesSomebody(loot.texts, all);
}

async function found(ctx: CompanyContext, all: readonly Person[]): Promise<number> {
  let hits = 0;
  for (const person of all) hits += (await search(ctx, { text: person.abroad })).hits.length;
  return hits;
}

/** Verified with the public key alone; bound to the person by the nonce, and to nobody by another one. */
async function certificates(
  ctx: CompanyContext,
  all: readonly Person[],
  issued: readonly Issued[],
): Promise<{ valid: number; forged: number; partial: number }> {
  const commitments = new Set(all.map((person, i) => commitTo(issued[i]?.nonce ?? "", person.canonical)));
  let valid = 0;
  let forged = 0;
  let partial = 0;
  // Each by its id: the list shows the newest alone.
  for (const { erasureId } of issued) {
    const { jws, statement } = await certificateOf(ctx, erasureId);
    const { pinned } = await verifyStatement(jws, publicSigningKey(ctx.keyring));
    const bound = statement.commitment.values.some((value) => commitments.delete(value));
    if (statement.outcome === "partial") partial++;
    else if (pinned && bound) valid++;
    const [head = "", body = "", signature = ""] = jws.split(".");
    const changed = Buffer.from(Buffer.from(body, "base64url").toString().replace("complete", "compleat")).toString(
      "base64url",
    );
    if (
      await verifyStatement(`${head}.${changed}.${signature}`).then(
        () => true,
        () => false,
      )
    )
      forged++;
  }
  return { valid, forged, partial };
}

async function certificateOf(ctx: CompanyContext, erasureId: string): Promise<CertificateView> {
  const erasure = await withCompany(door(ctx, "web"), ctx.company.id, (tx) =>
    erasureById(tx, ctx.company.id, erasureId),
  );
  return await readCertificate(ctx, { certificateId: erasure?.certificateId ?? "" });
}
