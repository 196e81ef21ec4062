import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#server/domain/app-error.ts";
import {
  ContactAnswer,
  type ContactInput,
  digestOf,
  type Refusal,
  signRequest,
  type TaskSource,
} from "#server/edge/protocol/index.ts";
import { removeLeftovers, removeOldStaged } from "#server/inbox/index.ts";
import { errorFields } from "#server/log.ts";
import type { EdgeContext } from "./edge-context.ts";
import { writeIdentity } from "./edge-home.ts";
import { HandOver } from "./hand-over.ts";
import { learnPositions } from "./learn-positions.ts";
import { openLine, PortalAway, type PortalAnswer } from "./portal-line.ts";
import { Probes } from "./probes.ts";
import { Positions } from "./positions.ts";
import { type RunningSource, runEdgeSource } from "./run-edge-source.ts";
import { openSequence } from "./sequence.ts";
import { Sessions } from "./sessions.ts";
import { warnOf } from "./warn-of.ts";

/** Between contacts while something waits to be stored, and while nothing does. */
const BUSY_MS = 1_000;
const IDLE_MS = 15_000;
/** Somebody sets it up, or tests a source. */
const LIVELY_MS = 2_000;
const PROBING_MS = 200;
const LOOK_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Collects the sources of this edge into its own inbox, whether the portal is there or not, and hands over what lies there. Ends with
 * `signal`. Throws AppError "forbidden" once the edge is revoked.
 */
export async function runEdge(ctx: EdgeContext, signal: AbortSignal): Promise<void> {
  const { identity, keys, log } = ctx;
  if (identity.revoked) throw revoked();
  await removeLeftovers(ctx.inbox).catch(() => 0);
  await removeOldStaged(ctx.inbox).catch(() => 0);
  const line = openLine(identity.portal, [identity.trust]);
  const next = openSequence(ctx.home);
  const send = async (verb: string, body: Buffer): Promise<PortalAnswer> => {
    const about = { company: identity.companyId, edge: identity.edgeId, verb, digest: digestOf(body) };
    const authorization = await signRequest({ ...about, sequence: next(), at: Date.now() }, keys.sign);
    return await line.post(verb, body, { authorization });
  };
  // One after another: the portal takes none whose number is lower than one that it has seen.
  let last: Promise<unknown> = Promise.resolve();
  const post = (verb: string, body: Buffer): Promise<PortalAnswer> => {
    const sent = last.then(() => send(verb, body));
    last = sent.catch(() => undefined);
    return sent;
  };
  const running = new Map<number, RunningSource>();
  const sessions = new Sessions(ctx.home);
  const kept = new Map<number, Positions>();
  const positionsOf = (sourceId: number): Positions => {
    const positions = running.get(sourceId)?.positions ?? kept.get(sourceId) ?? new Positions(ctx.home, sourceId);
    kept.set(sourceId, positions);
    return positions;
  };
  const readAgain = (sourceId: number) => {
    const run = running.get(sourceId);
    if (run !== undefined) run.reopen = true;
  };
  const handOver = new HandOver(ctx, { post, positionsOf, readAgain });
  const probes = new Probes(ctx, signal);
  const talking = talk(ctx, { handOver, probes, post, running, sessions }, signal);
  const failed = talking.then(
    () => new Promise<never>(() => undefined),
    (error: unknown) => error,
  );
  let fault: unknown = null;
  while (!signal.aborted && fault === null) {
    follow(ctx, { running, sessions, positionsOf, post });
    const over = await Promise.race([failed, wait(LOOK_MS, null, { signal }).catch(() => null)]);
    if (over !== null) fault = over;
  }
  for (const run of running.values()) run.ending.abort();
  await Promise.all([...running.values()].map((run) => run.done));
  if (fault === null) await talking;
  line.close();
  if (fault !== null) throw fault;
  log.info("edge.stopped");
}

interface Follow {
  readonly running: Map<number, RunningSource>;
  readonly sessions: Sessions;
  positionsOf(sourceId: number): Positions;
  post(verb: string, body: Buffer): Promise<PortalAnswer>;
}

/** Starts and ends sources as the task says. */
function follow(ctx: EdgeContext, parts: Follow): void {
  const { task } = ctx.orders;
  if (task === null) return;
  const { running } = parts;
  const wanted = new Map(task.sources.map((source) => [source.id, source]));
  for (const run of running.values()) {
    const source = wanted.get(run.id);
    if (source === undefined || JSON.stringify(source) !== run.settings) run.ending.abort();
  }
  for (const source of wanted.values()) if (!running.has(source.id)) start(ctx, source, parts);
}

function start(ctx: EdgeContext, source: TaskSource, { running, sessions, positionsOf, post }: Follow): void {
  const positions = positionsOf(source.id);
  const run: RunningSource = {
    id: source.id,
    settings: JSON.stringify(source),
    positions,
    learn: (placed) => learnPositions(ctx.home, placed, positions, post),
    problem: undefined,
    live: null,
    reopen: false,
    ending: new AbortController(),
    done: Promise.resolve(),
  };
  running.set(source.id, run);
  ctx.log.info("source.held", { source: source.id, fencing: source.fencing });
  run.done = runEdgeSource(ctx, source, run, sessions)
    .catch((error: unknown) => ctx.log.error("source.ended", { source: source.id, ...errorFields(error) }))
    .finally(() => {
      running.delete(source.id);
      ctx.log.info("source.let-go", { source: source.id });
    });
}

interface Talk {
  readonly handOver: HandOver;
  readonly probes: Probes;
  post(verb: string, body: Buffer): Promise<PortalAnswer>;
  readonly running: ReadonlyMap<number, RunningSource>;
  readonly sessions: Sessions;
}

/** Contacts and hand-over in turn, until `signal`. A portal that is away is asked more and more rarely. */
async function talk(ctx: EdgeContext, parts: Talk, signal: AbortSignal): Promise<void> {
  let failures = 0;
  let contactAt = Number.NEGATIVE_INFINITY;
  const warn = warnOf(ctx);
  while (!signal.aborted) {
    let pauseMs = parts.probes.isBusy ? PROBING_MS : BUSY_MS;
    try {
      await parts.probes.tell(parts.post);
      const isIdle = await parts.handOver.isIdle();
      if (!isIdle || performance.now() - contactAt >= (parts.probes.isLively ? LIVELY_MS : IDLE_MS)) {
        const away = await contact(ctx, parts);
        contactAt = performance.now();
        const result = away ?? (await parts.handOver.push());
        if (result.kind === "wait") {
          heed(ctx, result.refusal);
          pauseMs = result.seconds * 1_000;
        } else if (result.pushed > 0) pauseMs = 50;
      }
      if (failures > 0) ctx.log.info("edge.portal-back", { failures });
      failures = 0;
    } catch (error) {
      if (error instanceof AppError && error.code === "forbidden") throw error;
      failures++;
      const why = error instanceof PortalAway ? error.why : "failed";
      ctx.log.warn("edge.portal-away", { why, failures, ...errorFields(error) });
      pauseMs = Math.min(LONGEST_PAUSE_MS, BUSY_MS * 2 ** Math.min(failures, 6)) * (0.75 + Math.random() / 2);
    }
    await warn(failures > 0).catch(() => undefined);
    await wait(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** null when all went well. Throws PortalAway. */
async function contact(ctx: EdgeContext, { handOver, probes, post, running, sessions }: Talk) {
  const { identity, keys, orders, fill } = ctx;
  // Before all that is told with it: by this the portal lets a source move on.
  const stamp = orders.stampWith(running.keys());
  const held = await handOver.toAsk();
  const untold = sessions.untold();
  const waiting = await fill.waiting();
  const input: ContactInput = {
    release: ctx.release,
    diskFreeBytes: fill.freeBytes,
    isFull: await fill.isFull(),
    keysUntil: orders.keysUntil,
    // A segment written a moment ago counts.
    waiting: { segments: Math.max(waiting.segments, handOver.lying), bytes: waiting.bytes, oldest: waiting.oldest },
    stamp,
    sources: [...running.values()].flatMap(({ id, problem, live }) =>
      problem === undefined ? [] : [{ id, problem, live }],
    ),
    sessions: untold.sessions,
    held,
  };
  const askedAt = Date.now();
  const answer = await post("contact", Buffer.from(JSON.stringify(input)));
  const read = ContactAnswer.safeParse(answer.body);
  if (answer.status !== 200 || !read.success) {
    return { kind: "wait" as const, refusal: answer.refused, seconds: answer.retryAfterSeconds ?? 10 };
  }
  untold.heard();
  ctx.clock.told(new Date(read.data.at), askedAt);
  await orders.take(read.data, identity.edgeId, keys.seal);
  await handOver.told(held, read.data);
  probes.begin(read.data.probes);
  return null;
}

/** Throws AppError "forbidden" when the portal has turned this edge away for good. */
function heed(ctx: EdgeContext, refusal: Refusal | null): void {
  ctx.log.warn("edge.refused", { refused: refusal });
  if (refusal !== "revoked") return;
  writeIdentity(ctx.home, { ...ctx.identity, revoked: true });
  throw revoked();
}

function revoked(): AppError {
  const text =
    "This edge was revoked at the portal: it collects nothing more, and what it has not handed over can be read by nobody. Empty its home, and enrol it anew if it is to go on.";
  return new AppError("forbidden", text);
}
