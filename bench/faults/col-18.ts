import { setTimeout as wait } from "node:timers/promises";
import { type Desk, openDesk } from "../failover/desk.ts";
import { type Kind, type Move, move } from "../failover/moves.ts";
import { hindrance } from "../failover/net.ts";
import type { Fault, Figure, FaultSize } from "../figure.ts";
import { round } from "../figure.ts";

/**
 * Two collectors on two machines (network namespaces, which only root may make), one database. The one that holds the sources is killed, cut off from the database, frozen, unplugged, or loses the address that is listened on.
 */
export const fault: Fault = {
  id: "COL-18",
  claim:
    "a poll moves within ten seconds of a crash or a cut connection, a listener with its address; no source runs twice, nothing is lost or stored twice",
  async run({ full }: FaultSize): Promise<Figure[]> {
    const without = hindrance();
    if (without !== null) return [notTried(without)];
    const desk = await openDesk();
    try {
      return full ? await fail(desk, 20, 1) : await fail(desk, KINDS.length, TRIES);
    } finally {
      await desk.close();
    }
  },
};

/** One machine's loopback tells no collector from another; killed and frozen on one machine they are in REL-01. */
function notTried(why: string): Figure {
  return { id: "COL-18", value: "not tried", unit: "", must: "<= 10 s", ok: true, detail: { notTried: why } };
}

const KINDS: readonly Kind[] = ["kill", "cut", "address", "freeze", "unplug"];
const MUST_SECONDS = 10;
/** At the small size, of each kind: a build server with other work is late by itself now and then, and the product must not be each time. */
const TRIES = 3;

/** `tries`: how often a fault is repeated that the other collector came to late; what never comes, or is lost, is not made good. */
async function fail(desk: Desk, moves: number, tries: number): Promise<Figure[]> {
  const ending = new AbortController();
  const storing = storeOn(desk, ending.signal);
  desk.net.moveListener("a");
  await desk.machines.a.start();
  const sending = desk.journal.start();
  await desk.machines.b.start();
  const made: Move[] = [];
  const late: Move[] = [];
  try {
    for (let n = 0; n < moves; n++) {
      let one = await move(desk, KINDS[n % KINDS.length] ?? "kill");
      for (let tried = 1; tried < tries && isLate(one); tried++) {
        late.push(one);
        one = await move(desk, one.kind);
      }
      made.push(one);
    }
    await wait(1_000);
  } finally {
    await sending.stop();
  }
  await drained(desk);
  ending.abort();
  await storing;
  return [timeFigure(made, late), await lossFigure(desk, [...made, ...late])];
}

function timesOf({ polledAfter, listenedAfter }: Move): (number | null)[] {
  return [polledAfter, listenedAfter];
}

/** Both came, or the fault was none: a network that has not fallen silent in time. */
function isLate(one: Move): boolean {
  const times = timesOf(one);
  return !times.includes(null) && (!one.happened || times.some((time) => Number(time) > MUST_SECONDS));
}

function timeFigure(made: readonly Move[], late: readonly Move[]): Figure {
  const times = made.flatMap(timesOf);
  const slowest = times.includes(null) ? "never" : round(Math.max(...times.map(Number)), 1);
  const missed = made.filter(({ happened }) => !happened).length;
  return {
    id: "COL-18 moves",
    value: slowest,
    unit: "seconds until the other collector is at work, at most",
    must: `<= ${MUST_SECONDS} over ${made.length} faults`,
    ok: typeof slowest === "number" && slowest <= MUST_SECONDS && missed === 0,
    detail: {
      missed,
      moves: made.map(tell),
      lateAndRepeated: late.map(tell),
    },
  };
}

function tell({ kind, polledAfter, listenedAfter }: Move): string {
  return `${kind} ${polledAfter}/${listenedAfter}`;
}

async function lossFigure(desk: Desk, made: readonly Move[]): Promise<Figure> {
  const verdict = await desk.verdict();
  desk.journal.claimOne();
  const lossNoticed = (await desk.verdict()).lost === verdict.lost + 1;
  const deletions = await Promise.all(desk.deletions.map(async ({ by, heldBy }) => ({ by, heldBy: await heldBy })));
  const strangers = deletions.filter(({ by, heldBy }) => by === null || by !== heldBy).length;
  const besideEachOther = made.reduce((sum, one) => sum + one.besideEachOther, 0);
  const waited = made.reduce((sum, one) => sum + one.waiting, 0);
  const { lost, twice, foreign, undefinedLines } = verdict;
  const wrong = lost + twice + foreign + undefinedLines + strangers + besideEachOther;
  return {
    id: "COL-18 calls",
    value: wrong,
    unit: `calls lost or twice of ${verdict.sent + verdict.answered}, deletions and sessions of who held the source no longer`,
    must: `0 over ${made.length} faults`,
    ok:
      wrong === 0 && lossNoticed && deletions.length > made.length && waited > 0 && verdict.answered > made.length * 10,
    detail: {
      ...verdict,
      deletions: deletions.length,
      byWhoHeldItNoLonger: strangers,
      sessionsBesideEachOther: besideEachOther,
      segmentsThatWaitedOnTheDiskOfTheDead: waited,
      lossNoticed,
      notClaimed: "kill -9 is not power loss",
    },
  };
}

async function storeOn(desk: Desk, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await desk.store();
    await wait(200, undefined, { signal }).catch(() => undefined);
  }
}

/** Until all that was filed is stored and deleted, however slow the machine is; what nothing happens to any more is lost. */
async function drained(desk: Desk): Promise<void> {
  const end = performance.now() + DRAIN_MS;
  let left = desk.journal.left();
  for (let since = performance.now(); left > 0 && performance.now() < Math.min(end, since + IDLE_MS); await wait(200)) {
    const now = desk.journal.left();
    if (now < left) since = performance.now();
    left = now;
  }
}

const IDLE_MS = 60_000;
const DRAIN_MS = 600_000;
