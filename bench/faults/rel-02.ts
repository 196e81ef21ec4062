import { join } from "node:path";
import { openTestDatabase } from "#db/testing/database.ts";
import { setTimeout as wait } from "node:timers/promises";
import { CLEAN_UP_POINTS, killCleanUps } from "../crash/clean-up.ts";
import { type CrashHome, isClean, openCrashHome } from "../crash/crash-home.ts";
import { EXPORT_POINTS, killExports } from "../crash/export-home.ts";
import { startVictim, takeMark, type Victim, type VictimKind } from "../crash/victim.ts";
import type { Fault, Figure } from "../figure.ts";
import { openKeyStage } from "../keys/key-stage.ts";
import { GENERATION_POINTS, killGenerations } from "../keys/kill-generations.ts";
import { tellProgress } from "../print.ts";
import { killWaysAt } from "../transports/kill-ways.ts";

/**
 * kill -9 at named points of the way in, between a PBX's fsynced bytes and committed rows. Leases of dead collectors are
 * aged by hand, to save the seconds that REL-01 waits for.
 */
export const fault: Fault = {
  id: "REL-02",
  claim:
    "kill -9 at named points of collection and ingest: nothing the PBX has fsynced is lost, nothing is stored twice",
  async run({ full, times: wanted }): Promise<Figure[]> {
    const times = wanted ?? (full ? 50 : 3);
    // A killed clean-up or export takes seconds to go on: fewer of them at the small size.
    const slower = (few: number) => (full || wanted !== null ? times : few);
    const desk = await openCrashHome();
    const happened: Record<string, number> = {};
    try {
      for (let time = 0; time < times; time++) {
        for (const point of POINTS) {
          const died = await dieAt(desk, point, time);
          happened[point.name] = (happened[point.name] ?? 0) + (died ? 1 : 0);
        }
        tellProgress("REL-02 shared-file", time + 1, times);
      }
      const verdict = await finish(desk);
      await desk.loseOne();
      const lossNoticed = (await desk.verdict()).lost === verdict.lost + 1;
      const missed = POINTS.filter(({ name }) => happened[name] !== times).map(({ name }) => name);
      return [
        {
          id: "REL-02 shared-file",
          value: verdict.lost + verdict.twice + verdict.foreign,
          unit: `calls lost or twice of ${verdict.sent}`,
          must: `0 at ${POINTS.length} points x ${times}`,
          ok: isClean(verdict) && lossNoticed && missed.length === 0 && verdict.sent > 0,
          detail: {
            ...verdict,
            happened,
            missed,
            pending: await desk.pendingSegments(),
            lossNoticed,
            notClaimed: "kill -9 is not power loss",
          },
        },
        await killWaysAt(times),
        await cleanUps(slower(1)),
        await exports(slower(1)),
        await keys(slower(1)),
      ];
    } finally {
      await desk.close();
    }
  },
};

/** The process that gives the companies new keys dies at every step of it; the next one goes on. */
async function keys(times: number): Promise<Figure> {
  const db = await openTestDatabase();
  const stage = await openKeyStage(db, [1, 2], 500);
  try {
    const verdict = await killGenerations(db, stage, times);
    const { unreadable, of, missed, kills, noticed, filesLeft, ledgerWhole } = verdict;
    return {
      id: "REL-02 key rotation",
      value: unreadable,
      unit: `values unreadable of ${of}`,
      must: `0 at ${GENERATION_POINTS.length} points x ${times}`,
      ok: unreadable === 0 && missed.length === 0 && noticed && filesLeft === 0 && ledgerWhole,
      detail: { ...verdict, kills, notClaimed: "kill -9 is not power loss" },
    };
  } finally {
    await stage.installation.close();
    await db.close();
  }
}

async function cleanUps(times: number): Promise<Figure> {
  const { wrong, kills, happened, ledgerWhole, noticed } = await killCleanUps(times);
  const missed = CLEAN_UP_POINTS.filter(({ name }) => happened[name] !== times).map(({ name }) => name);
  return {
    id: "REL-02 clean-up",
    value: wrong,
    unit: "rows, keys or counts that are wrong",
    must: `0 at ${CLEAN_UP_POINTS.length} points x ${times}`,
    ok: wrong === 0 && missed.length === 0 && ledgerWhole && noticed,
    detail: { kills, happened, missed, ledgerWhole, noticed },
  };
}

/** The worker dies in the midst of writing an export, or of clearing a cancelled one away; the next worker goes on. */
async function exports(times: number): Promise<Figure> {
  const { wrong, calls, missed } = await killExports(times);
  return {
    id: "REL-02 export",
    value: wrong,
    unit: `rows missing or doubled of ${calls} in each file, and pieces left of cancelled ones`,
    must: `0 at ${EXPORT_POINTS.length} points x ${times}`,
    ok: wrong === 0 && missed.length === 0,
    detail: { points: [...EXPORT_POINTS], missed, notClaimed: "kill -9 is not power loss" },
  };
}

interface Point {
  /** Known to `kill-at.ts`, except for the rotations, which the PBX makes. */
  readonly name: string;
  readonly victim: VictimKind;
  readonly rotation?: "rename" | "copy";
}

const POINTS: readonly Point[] = [
  { name: "read", victim: "collector" },
  { name: "unsynced", victim: "collector" },
  { name: "synced", victim: "collector" },
  { name: "segment-named", victim: "collector" },
  { name: "acknowledgeable", victim: "collector" },
  { name: "rotation-by-rename", victim: "collector", rotation: "rename" },
  { name: "rotation-by-copy", victim: "collector", rotation: "copy" },
  { name: "before-keyring", victim: "worker" },
  { name: "between-keyring-and-data", victim: "worker" },
  { name: "before-commit", victim: "worker" },
  { name: "commit-in-doubt", victim: "worker" },
  { name: "committed", victim: "worker" },
  { name: "segment-removed", victim: "worker" },
];

const PATIENCE_MS = 180_000;

/** Whether a process came to the point and died there. */
async function dieAt(desk: CrashHome, point: Point, time: number): Promise<boolean> {
  const mark = join(desk.home, "fault-mark");
  const others: Victim[] = [];
  try {
    if (point.victim === "worker") others.push(startVictim(desk.home, "collector"));
    desk.pbx.write(50 + ((time * 37) % 400));
    const died =
      point.rotation === undefined ? await killedItself(desk, point, mark) : await killedAt(desk, point.rotation);
    desk.pbx.write(30);
    return died;
  } finally {
    for (const other of others) await other.kill();
    await desk.ageLeases();
  }
}

async function killedItself(desk: CrashHome, point: Point, mark: string): Promise<boolean> {
  const victim = startVictim(desk.home, point.victim, { name: point.name, mark });
  const signal = await Promise.race([victim.died, wait(PATIENCE_MS, undefined, { ref: false })]);
  const marked = takeMark(mark);
  await victim.kill();
  return signal === "SIGKILL" && marked;
}

/** The collector dies between the two halves of a rotation, having read some of the file, and more was written since. */
async function killedAt(desk: CrashHome, rotation: "rename" | "copy"): Promise<boolean> {
  // Before it starts, and nobody else reads: a collector is quicker than a bench that gets no time.
  const before = await desk.pendingSegments();
  const victim = startVictim(desk.home, "collector");
  await victim.ready;
  const end = Date.now() + PATIENCE_MS;
  while ((await desk.pendingSegments()) === before && Date.now() < end) await wait(20);
  const wasReading = (await desk.pendingSegments()) !== before;
  desk.pbx.write(20);
  let died = false;
  await desk.pbx.rotate(rotation, async () => {
    died = await victim.kill();
  });
  return died && wasReading;
}

async function finish(desk: CrashHome) {
  const last = [startVictim(desk.home, "collector"), startVictim(desk.home, "worker")];
  try {
    return await desk.drain();
  } finally {
    for (const victim of last) await victim.kill();
  }
}
