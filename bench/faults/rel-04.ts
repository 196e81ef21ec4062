import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { disk as diskCheck } from "#server/maintenance/health/disk.ts";
import type { Fault, Figure } from "../figure.ts";
import { openOutageDesk, type OutageDesk } from "../outage/desk.ts";
import { judgeCalls, secondsToRecover } from "../outage/recovery.ts";
import { untilRefused } from "../outage/senders.ts";
import {
  clustersOnSmallDisk,
  hindrance,
  endPages,
  putOnSmallDisk,
  stopClusters,
  type SmallDisk,
  tellsLostLines,
} from "../outage/disk-faults.ts";
import { fillEdge } from "../outage/edge-disk.ts";

/** Inbox, databases, logs and an edge's inbox stand on small disks of their own, which are filled to the last byte in turn. */
export const fault: Fault = {
  id: "REL-04",
  claim:
    "a full disk under inbox, databases, logs or an edge: an alarm, nothing acknowledged is lost, a full inbox acknowledges nothing, all recovers alone",
  async run({ full, times }): Promise<Figure[]> {
    const without = hindrance();
    if (without !== null) return [notTried(without)];
    const figures: Figure[] = [];
    const disks: Partial<Record<Kind, SmallDisk>> = {};
    const desk = await openOutageDesk({
      ownLogs: true,
      supervised: true,
      async prepare(clusters) {
        disks.database = await clustersOnSmallDisk(clusters, full ? 384 : 96);
        disks.inbox = putOnSmallDisk(join(clusters.home, "inbox"), 4);
        disks.logs = putOnSmallDisk(join(clusters.home, "logs"), 1);
      },
      async beforeEnd(clusters) {
        for (const disk of Object.values(disks)) disk.free();
        await stopClusters(clusters);
        for (const disk of Object.values(disks)) disk.unmount();
      },
    });
    try {
      figures.push(await fillAll(desk, disks, times ?? (full ? 20 : 1)));
    } finally {
      await desk.close();
    }
    return [...figures, await fillEdge(times ?? (full ? 20 : 1))];
  },
};

type Kind = "inbox" | "database" | "logs";
const KINDS: readonly Kind[] = ["inbox", "database", "logs"];

interface Outcome {
  readonly kind: Kind;
  readonly happened: boolean;
  /** What told of it: a source's problem, the check of the disk, or the line that says how many lines were lost. */
  readonly alarms: readonly string[];
  /** Pushes that were acknowledged while the disk was full. */
  readonly acknowledged: number;
  readonly recovered: number | null;
}

/** How long a disk stays full; longer where nobody has said so by then. */
const FULL_MS = 6_000;
const UNTOLD_MS = 120_000;
/** With the next line that it writes a process says what it has lost. */
const TOLD_MS = 120_000;
/** Nothing is lost of a log while nobody writes into it. */
const TRIES = 3;

async function fillAll(desk: OutageDesk, disks: Partial<Record<Kind, SmallDisk>>, times: number): Promise<Figure> {
  const sending = desk.senders.start();
  const outcomes: Outcome[] = [];
  try {
    await secondsToRecover(desk, () => isWell(desk));
    for (let time = 0; time < times; time++)
      for (const kind of KINDS) {
        const disk = disks[kind];
        if (disk === undefined) continue;
        const tries = [await fillOne(desk, kind, disk)];
        while (kind === "logs" && tries.length < TRIES && tries.at(-1)?.alarms.includes(ALARMS.logs) === false)
          tries.push(await fillOne(desk, kind, disk));
        outcomes.push(...tries.slice(-1));
      }
  } finally {
    await sending.stop();
  }
  return await figure(desk, outcomes);
}

async function fillOne(desk: OutageDesk, kind: Kind, disk: SmallDisk): Promise<Outcome> {
  const alarms = new Set<string>();
  // What the worker has stored it removes, and so makes room: it stands still while nothing may be acknowledged.
  if (kind === "inbox") desk.worker.pause();
  let happened = disk.fill();
  const fill = () => {
    happened = disk.fill() && happened;
    if (kind === "logs") endPages(desk.home);
  };
  if (kind === "inbox") await untilRefused(desk.senders, fill);
  const before = desk.senders.pushed();
  const began = performance.now();
  // What became of a log is told when there is room again.
  const longest = () => (kind === "logs" || alarms.has(ALARMS[kind]) ? FULL_MS : UNTOLD_MS);
  for (; performance.now() - began < longest(); await wait(100)) {
    fill();
    for (const problem of (await desk.problems()) ?? []) alarms.add(problem);
    const installation = null;
    const site = { home: desk.home, release: "", now: new Date(), certFile: "", installation };
    const { state } = await diskCheck.ask(site);
    if (state === "bad") alarms.add("disk-full");
  }
  const acknowledged = desk.senders.pushed() - before;
  disk.free();
  desk.worker.goOn();
  const recovered = await secondsToRecover(desk, () => isWell(desk));
  if (kind === "logs") {
    for (const end = performance.now() + TOLD_MS; performance.now() < end && !tellsLostLines(desk.home); )
      await wait(500);
    if (tellsLostLines(desk.home)) alarms.add("log.lines-lost");
  }
  return { kind, happened, alarms: [...alarms], acknowledged, recovered };
}

/** No source complains. */
async function isWell(desk: OutageDesk): Promise<boolean> {
  return (await desk.problems())?.length === 0;
}

async function figure(desk: OutageDesk, outcomes: readonly Outcome[]): Promise<Figure> {
  const { wrong, ...judged } = await judgeCalls(desk);
  const { filed, pushed, exited, lossNoticed } = judged;
  const kindsOf = (wanted: (one: Outcome) => boolean) => outcomes.filter(wanted).map(({ kind }) => kind);
  const failings = {
    notSeenToHappen: kindsOf(({ happened }) => !happened),
    withoutAlarm: kindsOf(({ kind, alarms }) => !alarms.includes(ALARMS[kind])),
    neverRecovered: kindsOf(({ recovered }) => recovered === null),
    acknowledgedWithoutRoom: kindsOf(({ kind, acknowledged }) => kind === "inbox" && acknowledged > 0),
  };
  const refused = desk.senders.refusals.get(503) ?? 0;
  return {
    id: "REL-04",
    value: wrong,
    unit: `calls lost or twice of ${filed + pushed}, ${pushed} of them acknowledged`,
    must: `0 over ${outcomes.length} full disks, no process exits`,
    ok:
      wrong === 0 &&
      lossNoticed &&
      exited.length === 0 &&
      Object.values(failings).every((kinds) => kinds.length === 0) &&
      refused > 0 &&
      pushed > outcomes.length * 10,
    detail: {
      ...judged,
      ...failings,
      outcomes: outcomes.map(({ kind, alarms, acknowledged, recovered }) => ({
        kind,
        alarms,
        acknowledged,
        recovered,
      })),
      toldToComeAgain: refused,
      clustersStartedAgain: desk.restarts.n,
    },
  };
}

const ALARMS: Record<Kind, string> = { inbox: "inbox-full", database: "disk-full", logs: "log.lines-lost" };

function notTried(why: string): Figure {
  return { id: "REL-04", value: "not tried", unit: "", must: "0", ok: true, detail: { notTried: why } };
}
