import type { Cluster } from "#db/clients.ts";
import type { Fault, Figure } from "../figure.ts";
import { breakOff, exhaust, type Happened, outage, restart } from "../outage/database-faults.ts";
import { openOutageDesk, type OutageDesk } from "../outage/desk.ts";
import { judgeCalls, secondsToRecover } from "../outage/recovery.ts";

/**
 * Either cluster is restarted, breaks connections off, has none left, or is away for a while, as calls come in through files and
 * pushes that are acknowledged.
 */
export const fault: Fault = {
  id: "REL-03",
  claim:
    "restart, backend kill, exhausted connections and outage of either cluster: nothing acknowledged is lost, nothing stored twice, no process exits, all recovers alone",
  async run({ full, times }): Promise<Figure[]> {
    const desk = await openOutageDesk();
    try {
      return await break_(desk, full, times ?? (full ? 10 : 1));
    } finally {
      await desk.close();
    }
  },
};

const CLUSTERS: readonly Cluster[] = ["data", "keyring"];
const LONG_SECONDS = 300;
const SHORT_SECONDS = 20;

interface Outcome extends Happened {
  readonly kind: string;
  readonly cluster: Cluster;
  /** Whether the portal said which part was away, while it was. */
  readonly alarmed: boolean;
  /** Seconds until calls were acknowledged and stored again; null when that never came. */
  readonly recovered: number | null;
}

async function break_(desk: OutageDesk, full: boolean, times: number): Promise<Figure[]> {
  const sending = desk.senders.start();
  const outcomes: Outcome[] = [];
  try {
    await secondsToRecover(desk, () => isWell(desk));
    for (let time = 0; time < times; time++) {
      for (const cluster of CLUSTERS) {
        // One outage of five minutes for each cluster; what an hour more of waiting would show is what the first one shows.
        const seconds = full && time === 0 ? LONG_SECONDS : SHORT_SECONDS;
        outcomes.push(await one(desk, "restart", cluster, (during) => restart(desk.clusters, cluster, during)));
        outcomes.push(await one(desk, "backends killed", cluster, () => breakOff(desk.clusters, cluster)));
        outcomes.push(await one(desk, "exhausted", cluster, (during) => exhaust(desk.clusters, cluster, during)));
        outcomes.push(
          await one(desk, `outage of ${seconds} s`, cluster, (during) =>
            outage(desk.clusters, cluster, seconds, during),
          ),
        );
      }
    }
  } finally {
    await sending.stop();
  }
  return [await figure(desk, outcomes)];
}

async function one(
  desk: OutageDesk,
  kind: string,
  cluster: Cluster,
  strike: (during: () => Promise<void>) => Promise<Happened>,
): Promise<Outcome> {
  let alarmed = false;
  const happened = await strike(async () => {
    const parts = await desk.notReady();
    alarmed ||= parts.some((part) => part === `${cluster}-cluster` || part === "keyring");
  });
  const recovered = await secondsToRecover(desk, () => isWell(desk));
  return { ...happened, kind, cluster, alarmed, recovered };
}

/** The portal says that it serves. */
async function isWell(desk: OutageDesk): Promise<boolean> {
  return (await desk.notReady()).length === 0;
}

async function figure(desk: OutageDesk, outcomes: readonly Outcome[]): Promise<Figure> {
  const { wrong, ...judged } = await judgeCalls(desk);
  const { filed, pushed, exited, lossNoticed } = judged;
  const missed = outcomes.filter(({ happened }) => !happened);
  const silent = outcomes.filter(({ lasting, alarmed }) => lasting && !alarmed);
  const never = outcomes.filter(({ recovered }) => recovered === null);
  const name = ({ kind, cluster }: Outcome) => `${kind}, ${cluster}`;
  return {
    id: "REL-03",
    value: wrong,
    unit: `calls lost or twice of ${filed + pushed}, ${pushed} of them acknowledged`,
    must: `0 over ${outcomes.length} faults, no process exits`,
    ok:
      wrong === 0 &&
      lossNoticed &&
      exited.length + missed.length + silent.length + never.length === 0 &&
      pushed > outcomes.length * 10,
    detail: {
      ...judged,
      notSeenToHappen: missed.map(name),
      withoutAlarm: silent.map(name),
      neverRecovered: never.map(name),
      slowestRecoverySeconds: Math.max(...outcomes.map(({ recovered }) => recovered ?? Number.POSITIVE_INFINITY)),
      recoveries: outcomes.map((outcome) => `${name(outcome)}: ${outcome.recovered}`),
      refusedPushes: Object.fromEntries(desk.senders.refusals),
      processes: desk.withPortal ? "collector, worker, portal" : "collector, worker (the portal is not built here)",
    },
  };
}
