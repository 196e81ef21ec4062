import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { publishInboxKeys } from "#server/collect/publish-inbox-keys.ts";
import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { listSegments } from "#server/inbox/index.ts";
import { ingestInbox, openIngest } from "#server/ingest/index.ts";
import { listIntents } from "#server/keyring/index.ts";
import { freezeSelection } from "#server/privacy/freeze-selection.ts";
import type { Needle } from "#server/privacy/re-search/needle.ts";
import { requestErasure } from "#server/privacy/request-erasure.ts";
import { requestExport } from "#server/privacy/request-export.ts";
import { type InboxDoor, runErasure } from "#server/privacy/run-erasure.ts";
import { runExport } from "#server/privacy/run-export.ts";
import { search } from "#server/privacy/search.ts";
import { Sought } from "#server/privacy/search-input.ts";
import { findPeople } from "#server/privacy/seek/find-people.ts";
import { certificateById, erasureById, exportById } from "#server/store/index.ts";
import type { SourceRow } from "#server/store/sources.ts";
import { collectOnce } from "../collector/collect-once.ts";
import { type CollectorContext, openCollector } from "../collector/collector-context.ts";
import { inboxDoor } from "../handlers/inbox-door.ts";
import { inCanary } from "./company.ts";
import { ENTRANCES, type Entrance, linesOf, type Transport } from "./entrances.ts";
import { type CanaryPerson, personOf } from "./person.ts";
import { type Counts, lookAround, most, noCounts } from "./probes.ts";
import { type FilesRead, readFiles } from "./read-files.ts";

/** What a night has seen so far; a night that is broken off tells as much as it saw. */
export interface Night {
  step: string;
  reached: Counts;
  left: Counts;
  resentLeft: number;
  unreadable: number;
  files: FilesRead;
  certificate: { id: string; outcome: "complete" | "partial" } | null;
}

export function emptyNight(): Night {
  const files = { read: 0, bytes: 0, tooLarge: 0, unreadable: 0, found: 0 };
  const [reached, left] = [noCounts(), noCounts()];
  return { step: "prepare", reached, left, resentLeft: 0, unreadable: 0, files, certificate: null };
}

const PLAYED = Object.entries(ENTRANCES).filter((one): one is [Transport, Entrance] => one[1] !== null);
export const TRANSPORTS = PLAYED.map(([transport]) => transport);

/**
 * The canary's way: in by every transport, through every store, erased, looked for, sent again in another notation, and
 * looked for once more. The verbs are those people use. Its inbox is a folder of its own, so that it can be seen there before
 * ingest takes it.
 */
export async function liveNight(ctx: CompanyContext, night: Night, signal: AbortSignal): Promise<void> {
  const own = join(ctx.env.home, "canary");
  const inboxDir = join(own, "inbox");
  // What a killed night left there was an earlier caller's, whom this night would store and nobody erase.
  await rm(own, { recursive: true, force: true });
  for (const [, entrance] of PLAYED) await entrance.clear(ctx);
  await mkdir(inboxDir, { recursive: true, mode: 0o700 });
  const collector = { ...openCollector(ctx.env, ctx.log, ctx.clock), inbox: inboxDir };
  const startedAt = ctx.clock();
  const person = personOf(startedAt);
  const scene: Scene = {
    ctx,
    night,
    signal,
    collector,
    person,
    inboxDir,
    startedAt,
    id: randomUUID(),
    erasedFrom: null,
  };
  try {
    await publishInboxKeys(ctx);
    await comeIn(scene, "first");
    const subjects = await standEverywhere(scene);
    await beErased(scene, subjects);
    await comeAgain(scene, subjects);
    night.step = "files";
    night.files = await readFiles(ctx.env.home, needlesOf(person), signal);
  } finally {
    for (const [, entrance] of PLAYED) await entrance.clear(ctx).catch(() => undefined);
    await rm(own, { recursive: true, force: true }).catch(() => undefined);
    await collector.close();
  }
}

interface Scene {
  readonly ctx: CompanyContext;
  readonly night: Night;
  readonly signal: AbortSignal;
  readonly collector: CollectorContext;
  readonly person: CanaryPerson;
  readonly inboxDir: string;
  readonly startedAt: Date;
  readonly id: string;
  /** What came before it must be gone; null before the erasure. */
  erasedFrom: Date | null;
}

/** A call of this moment, which no earlier night has erased, by each transport: sent, collected, seen in the inbox, stored. */
async function comeIn(scene: Scene, notation: "first" | "again"): Promise<void> {
  const { ctx, night, signal, person, startedAt } = scene;
  for (const [transport, entrance] of PLAYED) {
    night.step = `${notation === "first" ? "collect" : "collect-again"}: ${transport}`;
    const source = await entrance.source(ctx);
    await entrance.send(
      ctx,
      `${scene.id}-${notation}.csv`,
      linesOf(person, startedAt, `${scene.id}-${transport}`, notation),
    );
    await collectOnce(scene.collector, source, signal);
    if (notation === "first") await look(scene, [], null);
    night.step = `${notation === "first" ? "ingest" : "ingest-again"}: ${transport}`;
    await ingest(scene, source);
  }
}

const MOST_PASSES = 40;

async function ingest({ ctx, inboxDir, signal }: Scene, source: SourceRow): Promise<void> {
  const only = { companyId: ctx.company.id, sourceId: source.id };
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    signal.throwIfAborted();
    await ingestInbox(openIngest(ctx), inboxDir, only);
    if ((await listSegments(inboxDir, only)).length === 0) return;
    await wait(100, undefined, { signal });
  }
  throw new AppError("unavailable", "What the canary sent could not be stored.");
}

/** Sought, chosen and written out as people do it, and looked for in every store. Answers its subjects. */
async function standEverywhere(scene: Scene): Promise<string[]> {
  const { ctx, night, person } = scene;
  night.step = "search";
  const subjects = await subjectsOf(ctx, person);
  const { hits } = await search(ctx, { text: person.phone.canonical });
  if (hits.length === 0) throw new AppError("not-found", "The search does not find the canary.");
  night.step = "export";
  const { selectionId } = await freezeSelection(ctx, { text: person.phone.canonical });
  const { exportId } = await requestExport(ctx, { selectionId, format: "csv-exact", purpose: "canary" });
  await writeExport(scene, exportId);
  night.step = "look";
  await look(scene, subjects, null);
  return subjects;
}

async function writeExport({ ctx, signal }: Scene, exportId: string): Promise<void> {
  for (let round = 0; round < MOST_PASSES; round++) {
    signal.throwIfAborted();
    // Where a worker has taken the job, that one writes it.
    await runExport(ctx, exportId, signal);
    const row = await inCanary(ctx, (tx) => exportById(tx, ctx.company.id, exportId));
    if (row?.state === "ready") return;
    if (row?.state === "failed" || row?.state === "cancelled") break;
    await wait(250, undefined, { signal });
  }
  throw new AppError("unavailable", "The canary's export was not written.");
}

async function beErased(scene: Scene, subjects: readonly string[]): Promise<void> {
  const { ctx, night, person } = scene;
  night.step = "erase";
  const { selectionId, rows } = await freezeSelection(ctx, { text: person.phone.canonical });
  scene.erasedFrom = ctx.clock();
  const { erasureId } = await requestErasure(ctx, {
    selectionId,
    reason: "The nightly canary",
    typedCount: rows,
    othersElsewhere: true,
    graceMinutes: 0,
  });
  const door = inboxDoor(ctx, scene.inboxDir);
  night.reached = most(night.reached, { ...noCounts(), erasures: await planned(ctx, erasureId) });
  // The erasure asks for its inbox while its intent is open: the moment at which the intent can be seen.
  const watched: InboxDoor = {
    count: door.count,
    async *waiting(companyId, before) {
      const open = (await listIntents(ctx.keyring, companyId)).filter((one) => one.id === erasureId);
      night.reached = most(night.reached, { ...noCounts(), intents: open.length });
      yield* door.waiting(companyId, before);
    },
  };
  await runErasure({ ...ctx, inbox: watched, erasureId, signal: scene.signal });
  night.step = "certificate";
  const erasure = await inCanary(ctx, (tx) => erasureById(tx, ctx.company.id, erasureId));
  const { certificateId } = erasure ?? { certificateId: null };
  const certificate =
    certificateId === null ? null : await inCanary(ctx, (tx) => certificateById(tx, ctx.company.id, certificateId));
  if (certificate === null) throw new AppError("unavailable", "The canary's erasure did not end with a certificate.");
  night.certificate = { id: certificate.id, outcome: certificate.outcome === "complete" ? "complete" : "partial" };
  night.step = "look-again";
  await look(scene, subjects, erasureId);
}

/** The same call, written otherwise, by the same ways: it must stay away, under the old ids and under new ones. */
async function comeAgain(scene: Scene, subjects: readonly string[]): Promise<void> {
  const { ctx, night, person } = scene;
  await comeIn(scene, "again");
  night.step = "search-again";
  const again = await subjectsOf(ctx, person);
  const { counts } = await lookAround(
    {
      ctx,
      subjects: [...subjects, ...again],
      needles: needlesOf(person),
      startedAt: scene.startedAt,
      erasureId: scene.id,
    },
    new Date(ctx.clock().getTime() + 60_000),
    inboxDoor(ctx, scene.inboxDir),
  );
  const { subjects: standing, parties, undefined: lines, inbox, selections, exports } = counts;
  night.resentLeft = again.length + standing + parties + lines + inbox + selections + exports;
}

/** Looks everywhere, before the erasure for where it stands, afterwards for where it is left. */
async function look(scene: Scene, subjects: readonly string[], erasureId: string | null): Promise<void> {
  const { ctx, night, person, startedAt, inboxDir } = scene;
  const before = scene.erasedFrom ?? new Date(ctx.clock().getTime() + 1_000);
  const about = { ctx, subjects, needles: needlesOf(person), startedAt, erasureId };
  const { counts, unreadable } = await lookAround(about, before, inboxDoor(ctx, inboxDir));
  if (erasureId === null) {
    night.reached = most(night.reached, counts);
    return;
  }
  night.left = counts;
  night.unreadable = unreadable;
  const guarded = needlesOf(person).length - counts.watermarks;
  night.reached = most(night.reached, { ...noCounts(), watermarks: guarded });
}

async function subjectsOf(ctx: CompanyContext, person: CanaryPerson): Promise<string[]> {
  const found = new Set<string>();
  for (const { canonical } of [person.phone, person.ssn]) {
    const { people } = await findPeople(ctx, Sought.parse({ text: canonical, tiers: ["exact"] }));
    for (const one of people) found.add(one.subjectId.toString("hex"));
  }
  return [...found];
}

async function planned(ctx: CompanyContext, erasureId: string): Promise<number> {
  const row = await inCanary(ctx, (tx) => erasureById(tx, ctx.company.id, erasureId));
  return row !== null && "plan" in row.detail ? 1 : 0;
}

function needlesOf({ phone, ssn }: CanaryPerson): Needle[] {
  return [
    { class: "phone", canonical: phone.canonical },
    { class: "ssn", canonical: ssn.canonical },
  ];
}
