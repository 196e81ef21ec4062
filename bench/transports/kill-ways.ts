import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { joinDue } from "#server/ingest/index.ts";
import { kernelDrops } from "#server/sources/udp/kernel-drops.ts";
import { type Lapses, watchLapses } from "./lapses.ts";
import { startVictim, takeMark, type Victim } from "../crash/victim.ts";
import type { Figure } from "../figure.ts";
import { FIRST_SECOND, HEARD_MS, type Kill, type Outcome, outcomeOf } from "./outcome.ts";
import { type Played, type PlayedWay, playAll } from "./played.ts";
import { tellProgress } from "../print.ts";
import { openStage, type Stage } from "./stage.ts";
import { WAYS } from "./ways.ts";

const PATIENCE_MS = 120_000;
const WORKING_MS = 60_000;
const POINT_MS = 90_000;
/** From the last start: every source is held again, and goes on for longer than a lapse excuses. */
const UNDISTURBED_MS = 12_000;
/** What a burst takes to be on disk, about. */
const BURST_MS = 30;

/** kill -9 of one collector that runs a source of every transport at once, at random moments, while all systems send. */
export async function killWays(kills: number): Promise<Figure[]> {
  const { outcomes } = await runKills(Array.from({ length: kills }, () => null));
  const figures = [...outcomes].map(([name, { outcome, hits }]) => figureOf(name, outcome, kills, hits));
  return [...figures, ...WAYS.filter(({ name }) => !outcomes.has(name)).map(({ name }) => notPlayed(name))];
}

/** Points at which a transport answers or removes, beside those of the inbox that all have in common; known to `kill-at.ts`. */
export const WAY_POINTS = [
  "before-http-answer",
  "before-acknowledgement",
  "before-radius-answer",
  "before-remote-delete",
  "before-upload-answer",
  "unsynced",
  "synced",
  "acknowledgeable",
] as const;

/** The same collector kills itself at each point, so many times. */
export async function killWaysAt(times: number): Promise<Figure> {
  const plan = Array.from({ length: times }, () => [...WAY_POINTS]).flat();
  const { outcomes, happened } = await runKills(plan);
  const missed = WAY_POINTS.filter((point) => happened.get(point) !== times);
  const all = [...outcomes].map(([name, { outcome }]) => ({ name, ...outcome }));
  const wrong = all.reduce((sum, one) => sum + one.wrong, 0);
  const sum = (of: "sent" | "promised" | "stored") => all.reduce((total, one) => total + one[of], 0);
  return {
    id: "REL-02 transports",
    value: wrong,
    unit: `calls lost or twice of ${sum("sent")} by ${all.length} ways`,
    must: `0 at ${WAY_POINTS.length} points x ${times}`,
    ok: wrong === 0 && missed.length === 0 && all.every(({ noticed, stored }) => noticed && stored > 0),
    detail: {
      promised: sum("promised"),
      stored: sum("stored"),
      happened: Object.fromEntries(happened),
      missed,
      wrongOf: all.filter((one) => one.wrong > 0),
      blindTo: all.filter(({ noticed, stored }) => !noticed || stored === 0).map(({ name }) => name),
      notClaimed: "kill -9 is not power loss",
    },
  };
}

interface Ran {
  readonly outcomes: ReadonlyMap<string, { readonly outcome: Outcome; readonly hits: number }>;
  /** How often the collector came to a point and died there. */
  readonly happened: ReadonlyMap<string, number>;
}

/**
 * One kill after the other: at a random moment, or where the collector kills itself. After each of them what is in the inbox is
 * stored: a kill was at work in a source that had brought something and had more to bring.
 */
async function runKills(plan: readonly (string | null)[]): Promise<Ran> {
  const stage = await openStage();
  const mark = join(stage.home, "fault-mark");
  const start = (point: string | null | undefined) =>
    startVictim(stage.home, "collector", point == null ? undefined : { name: point, mark });
  let played: Played | null = null;
  let collector: Victim | null = null;
  let lapses: Lapses | null = null;
  try {
    lapses = watchLapses(stage);
    played = await playAll(stage);
    collector = start(plan[0]);
    const hits = new Map<string, number>();
    const happened = new Map<string, number>();
    played.begin();
    // Who is told nothing sends before anybody listens, too.
    const history: Kill[] = [{ at: Date.now(), backAt: await listens(played, collector) }];
    for (const [n, point] of plan.entries()) {
      const killed =
        point === null ? await killOne(stage, played, collector) : await diesItself(stage, played, collector, mark);
      for (const name of killed.hit) hits.set(name, (hits.get(name) ?? 0) + 1);
      if (point !== null && killed.atPoint) happened.set(point, (happened.get(point) ?? 0) + 1);
      await stage.ageLeases();
      collector = start(plan[n + 1]);
      history.push({ ...killed.death, backAt: await listens(played, collector) });
      tellProgress("kills of every way", n + 1, plan.length);
    }
    // A stretch that no kill is near: what is lost there must be noticed.
    const undisturbed = wait(UNDISTURBED_MS).then(played.end);
    const known = await storingMeanwhile(stage, undisturbed);
    await drain(stage, played, known);
    process.kill(collector.pid, "SIGTERM");
    await collector.died;
    await stage.fixture.store();
    const { ingest } = stage.fixture;
    ingest.time.now = new Date(Date.now() + 7 * 3_600_000);
    await joinDue(ingest.ctx);
    const outcomes = new Map<string, { outcome: Outcome; hits: number }>();
    for (const { way, source } of played.ways) {
      const journal = known[way.name] ?? { at: [], promised: [], odd: 0, from: 0 };
      const stored = await stage.stored(source);
      const lapsed = lapses.of(source, stored.letGo);
      const outcome = outcomeOf(way, journal, stored, [...history, ...lapsed], lapsed.length);
      outcomes.set(way.name, { outcome, hits: hits.get(way.name) ?? 0 });
    }
    return { outcomes, happened };
  } finally {
    await collector?.kill();
    await played?.close();
    await lapses?.stop();
    await stage.close();
  }
}

function notPlayed(name: string): Figure {
  const detail = { reason: "socat is not installed: no serial line can be played" };
  return { id: `REL-01 ${name}`, value: "not played", unit: "", must: "is played where socat is", ok: true, detail };
}

/** The share of kills that must have met a source with something unfinished: a short line by itself is on disk before most kills. */
const MET = 0.25;

function figureOf(name: string, outcome: Outcome, kills: number, hits: number): Figure {
  const { wrong, promise, noticed, ...detail } = outcome;
  return {
    id: `REL-01 ${name}`,
    value: wrong,
    unit:
      promise === "all"
        ? `calls lost or twice of ${detail.promised} acknowledged or there to be fetched`
        : `calls twice, or lost beyond what was under way, of ${detail.sent} sent`,
    must: `0 over ${kills} kills`,
    ok: wrong === 0 && noticed && hits >= kills * MET && detail.stored > kills * 5,
    detail: { ...detail, kills, killsAtWork: hits, noticed },
  };
}

/**
 * Stores all the while. Once every source has brought something, all systems send many calls at once at a random moment and go
 * on with one after the other, and the collector dies while these come: a source was at work that had brought something and whose last call was not on disk.
 */
async function killOne(stage: Stage, played: Played, collector: Victim) {
  const before = await stage.counts();
  const brought = (counts: ReadonlyMap<number, number>, { way, source }: PlayedWay) =>
    way.joined === true || (counts.get(source) ?? 0) > (before.get(source) ?? 0);
  const killing = (async () => {
    for (const end = performance.now() + WORKING_MS; performance.now() < end; await wait(200)) {
      const counts = await stage.counts();
      if (played.ways.every((one) => brought(counts, one))) break;
    }
    await wait(Math.random() * 800);
    await played.burst();
    await wait(Math.random() * BURST_MS);
    const at = Date.now();
    if (!(await collector.kill())) throw new Error("the collector did not die of it");
    const now = await played.now(at);
    // Its connections end with the process, which takes a busy machine a moment.
    const heardAt = Date.now() + HEARD_MS;
    played.begin();
    return { now, death: { at, heardAt } };
  })();
  const { now, death } = await storingMeanwhile(stage, killing);
  await stage.fixture.store();
  const [counts, latest] = [await stage.counts(), await stage.latest()];
  const isHit = (one: PlayedWay) => {
    const { last = 0, unanswered = 0 } = now[one.way.name] ?? {};
    const isOnDisk = (latest.get(one.source) ?? 0) >= FIRST_SECOND + last;
    return (one.way.joined === true ? unanswered > 0 : !isOnDisk) && brought(counts, one);
  };
  return { death, atPoint: false, hit: played.ways.filter(isHit).map(({ way }) => way.name) };
}

/** The collector comes to its point by itself, while everything it brings is stored. */
async function diesItself(stage: Stage, played: Played, collector: Victim, mark: string) {
  // The moment of the death itself: what is being stored meanwhile may take seconds to its end.
  const death = Promise.race([collector.died, wait(POINT_MS, undefined, { ref: false })]).then((signal) => ({
    signal,
    at: Date.now(),
  }));
  const { signal, at } = await storingMeanwhile(stage, death);
  const atPoint = takeMark(mark) && signal === "SIGKILL";
  await collector.kill();
  await stage.fixture.store();
  return { death: { at }, atPoint, hit: played.ways.map(({ way }) => way.name) };
}

async function storingMeanwhile<T>(stage: Stage, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const [result] = await Promise.all([work.finally(() => done.abort()), stage.keepStoring(done.signal)]);
  return result;
}

/** Longer than a collector waits for an answer that was lost, and for its next try. */
const NOTHING_MORE_MS = 90_000;

/** Until everything that was promised is stored, or nothing more comes. */
async function drain(stage: Stage, played: Played, known: Awaited<ReturnType<Played["end"]>>): Promise<void> {
  let before = -1;
  let changedAt = performance.now();
  while (performance.now() - changedAt < NOTHING_MORE_MS) {
    await stage.fixture.store();
    const counts = await stage.counts();
    const awaited = played.ways.filter(
      ({ way, source }) =>
        way.promise === "all" &&
        way.joined !== true &&
        (counts.get(source) ?? 0) < (known[way.name]?.promised.length ?? 0),
    );
    if (awaited.length === 0) return;
    const sum = [...counts.values()].reduce((total, n) => total + n, 0);
    if (sum !== before) changedAt = performance.now();
    before = sum;
    await wait(300);
  }
}

/** When the collector listens again for packets: the last of those who are told nothing. Or when it died before. */
async function listens({ ways }: Played, collector: Victim): Promise<number> {
  const port = ways.find(({ way }) => way.name === "syslog udp")?.port ?? 0;
  let isDead = false;
  void collector.died.then(() => {
    isDead = true;
  });
  const isBound = async () => (await kernelDrops("127.0.0.1", port)) !== null;
  for (const end = performance.now() + PATIENCE_MS; !isDead && !(await isBound()); await wait(20))
    if (performance.now() > end) throw new Error("the collector does not listen");
  return Date.now();
}
