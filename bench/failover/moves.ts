import { setTimeout as wait } from "node:timers/promises";
import { listSegments } from "#server/inbox/index.ts";
import type { Desk } from "./desk.ts";
import { otherThan, type Place } from "./net.ts";

/** What becomes of the collector that holds both sources. */
export type Kind = "kill" | "cut" | "freeze" | "unplug" | "address";

export interface Move {
  readonly kind: Kind;
  /** Whether the fault was seen to be there, by other means than its consequence. */
  readonly happened: boolean;
  /** Seconds from the fault until the other collector was at work; null when that never came. */
  readonly polledAfter: number | null;
  readonly listenedAfter: number | null;
  /** Segments that the fault left on the disk of the machine. */
  readonly waiting: number;
  /** Sessions at the PBX that the old holder had not closed when the new one opened its first. */
  readonly besideEachOther: number;
}

/** What comes later never came; how soon it must is another matter. */
const PATIENCE_MS = 60_000;
const SETTLED_MS = 120_000;
const LOOK_MS = 25;

/** The machine that holds both sources suffers `kind`; then all is mended, and it comes back as the one that waits. */
export async function move(desk: Desk, kind: Kind): Promise<Move> {
  const from = await settled(desk);
  const to = otherThan(from);
  // Its worker goes down with the machine: what it has collected by then waits on its disk.
  const withWorker = kind === "kill" || kind === "unplug";
  if (withWorker) desk.down.add(from);
  if (withWorker) await wait(700);
  const strike = STRIKES[kind];
  const struck = await strike.begin(desk, from);
  // The commands that make a network silent take a busy machine a second.
  const at = performance.now();
  desk.net.moveListener(to);
  const movedAt = performance.now();
  const waiting = withWorker ? (await listSegments(desk.machines[from].inbox)).length : 0;
  const [polledAt, listenedAt] = await Promise.all([
    kind === "address" ? at : cameTrue(async () => await isPolledFrom(desk, to, at)),
    cameTrue(async () => (await desk.holders()).listening.place === to && desk.journal.answeredAt() > movedAt + 5),
  ]);
  const besideEachOther = kind === "cut" ? stillOpen(desk, from, polledAt ?? at) : 0;
  const happened = struck && (await strike.end(desk, from, at));
  desk.down.delete(from);
  // The one that comes back gets time to do harm.
  await wait(1_500);
  const seconds = (then: number | null) => (then === null ? null : Math.round(then - at) / 1_000);
  return {
    kind,
    happened,
    polledAfter: seconds(polledAt),
    listenedAfter: seconds(listenedAt),
    waiting,
    besideEachOther,
  };
}

interface Strike {
  begin(desk: Desk, place: Place): Promise<boolean>;
  /** Mends it; answers whether it was there until now. */
  end(desk: Desk, place: Place, since: number): Promise<boolean>;
}

/** What is said within this time was on its way. */
const ON_ITS_WAY_MS = 1_000;

/** A network that swallows what is said, and ends no connection. */
function silencing(strike: "cutDatabase" | "unplug", mend: "healDatabase" | "plugIn"): Strike {
  return {
    async begin(desk, place) {
      desk.net[strike](place);
      return true;
    },
    async end(desk, place, since) {
      const silent = wasSilent(desk, place, since);
      desk.net[mend](place);
      return silent;
    },
  };
}

const STRIKES: Record<Kind, Strike> = {
  kill: {
    begin: async (desk, place) => await desk.machines[place].kill(),
    async end(desk, place) {
      await desk.machines[place].start();
      return true;
    },
  },
  cut: silencing("cutDatabase", "healDatabase"),
  unplug: silencing("unplug", "plugIn"),
  freeze: {
    async begin(desk, place) {
      process.kill(desk.machines[place].pid, "SIGSTOP");
      return true;
    },
    async end(desk, place) {
      const stopped = desk.machines[place].state() === "T";
      process.kill(desk.machines[place].pid, "SIGCONT");
      return stopped;
    },
  },
  address: { begin: async () => true, end: async () => true },
};

function wasSilent(desk: Desk, place: Place, since: number): boolean {
  return desk.databaseWays[place].passed.every((one) => one.saidAt < since + ON_ITS_WAY_MS);
}

/** Waits until one collector holds both sources and works; an address alone moves one of them back to the other. */
async function settled(desk: Desk): Promise<Place> {
  let found: Place | null = null;
  await cameTrue(async () => {
    const { polled, listening } = await desk.holders();
    if (listening.place !== polled.place && polled.place !== null) desk.net.moveListener(polled.place);
    found = listening.place === polled.place ? polled.place : null;
    return found !== null && performance.now() - desk.journal.answeredAt() < 1_000;
  }, SETTLED_MS);
  if (found === null) throw new Error("no collector has come to hold both sources");
  return found;
}

async function isPolledFrom(desk: Desk, place: Place, since: number): Promise<boolean> {
  if ((await desk.holders()).polled.place !== place) return false;
  const address = desk.net.addressOf(place);
  return desk.pbxWay.passed.some((one) => one.openedAt > since && one.from === address);
}

function stillOpen(desk: Desk, place: Place, at: number): number {
  const address = desk.net.addressOf(place);
  return desk.pbxWay.passed.filter((one) => one.from === address && (one.closedAt === null || one.closedAt > at))
    .length;
}

/** When it did, or null. */
async function cameTrue(look: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<number | null> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    if (await look()) return performance.now();
    await wait(LOOK_MS);
  }
  return null;
}
