import { setTimeout as wait } from "node:timers/promises";
import { type CrashHome, isClean, openCrashHome } from "../crash/crash-home.ts";
import { startVictim, type Victim, type VictimKind } from "../crash/victim.ts";
import type { Fault, Figure } from "../figure.ts";
import { tellProgress } from "../print.ts";
import { killWays } from "../transports/kill-ways.ts";

/**
 * kill -9 of collector and worker at random moments while a PBX writes, rotates its file both ways and keeps a journal of
 * what it has fsynced. Another collector of the same installation takes over, as in production.
 */
export const fault: Fault = {
  id: "REL-01",
  claim:
    "kill -9 of collector and worker at random moments, by each transport: nothing that was fsynced, committed or acknowledged is lost, nothing is stored twice; without acknowledgement no more is lost than what was under way",
  async run({ full, times }) {
    const kills = times ?? (full ? 200 : 20);
    return [...(await killFiles(kills)), ...(await killWays(kills))];
  },
};

async function killFiles(kills: number): Promise<Figure[]> {
  const desk = await openCrashHome();
  const running = new Map<string, Victim>();
  const start = (name: string, kind: VictimKind) => {
    const victim = startVictim(desk.home, kind);
    running.set(name, victim);
    return victim.ready;
  };
  const seen = { collector: 0, worker: 0, whileBytesWaited: 0, other: 0 };
  const sending = new AbortController();
  try {
    await Promise.all([
      start("collector a", "collector"),
      start("collector b", "collector"),
      start("worker", "worker"),
    ]);
    const sender = send(desk.pbx, sending.signal);
    for (let kill = 0; kill < kills; kill++) {
      const name = kill % 2 === 0 ? "worker" : Math.random() < 0.5 ? "collector a" : "collector b";
      const kind = name === "worker" ? "worker" : "collector";
      await wait(200 + Math.random() * 1_500);
      const { calls } = desk.pbx.sent;
      const { lost } = await desk.verdict();
      const died = await running.get(name)?.kill();
      if (died === true) seen[kind]++;
      else seen.other++;
      if (lost > 0 || desk.pbx.sent.calls > calls) seen.whileBytesWaited++;
      await start(name, kind);
      tellProgress("REL-01 shared-file", kill + 1, kills);
    }
    const takeovers = await freeze(desk, [running.get("collector a"), running.get("collector b")]);
    sending.abort();
    await sender;
    const verdict = await desk.drain();
    await desk.loseOne();
    const lossNoticed = (await desk.verdict()).lost === verdict.lost + 1;
    const happened = seen.collector + seen.worker;
    const ok =
      isClean(verdict) &&
      lossNoticed &&
      takeovers > 0 &&
      happened === kills &&
      seen.whileBytesWaited >= kills / 2 &&
      verdict.sent > kills * 10;
    return [
      {
        id: "REL-01 shared-file",
        value: verdict.lost + verdict.twice + verdict.foreign,
        unit: `calls lost or twice of ${verdict.sent}`,
        must: `0 over ${kills} kills`,
        ok,
        detail: {
          ...verdict,
          kills: seen,
          takeoversWhileFrozen: takeovers,
          rotations: desk.pbx.sent.rotations,
          lossNoticed,
          notClaimed: "kill -9 is not power loss",
        },
      },
    ];
  } finally {
    sending.abort();
    for (const victim of running.values()) await victim.kill();
    await desk.close();
  }
}

const FROZEN_MS = 9_000;
const TRIES = 4;

/**
 * Stops each collector for longer than a lease lasts and wakes it again, in the middle of whatever it did: one that slept
 * must not go on as the holder. Answers how often another one had taken the source meanwhile.
 */
async function freeze(desk: CrashHome, collectors: readonly (Victim | undefined)[]): Promise<number> {
  let takeovers = 0;
  // On a busy machine the other one comes later: both sleep again, and longer.
  for (let tries = 1; takeovers === 0 && tries <= TRIES; tries++) {
    for (const collector of collectors) {
      if (collector === undefined) continue;
      const before = await desk.fencing();
      process.kill(collector.pid, "SIGSTOP");
      await wait(tries * FROZEN_MS);
      if ((await desk.fencing()) > before) takeovers++;
      process.kill(collector.pid, "SIGCONT");
      await wait(500);
    }
  }
  return takeovers;
}

/** Twenty to eighty calls a tenth of a second; every second the file is rotated. */
async function send(pbx: CrashHome["pbx"], signal: AbortSignal): Promise<void> {
  for (let round = 1; !signal.aborted; round++) {
    pbx.write(20 + Math.floor(Math.random() * 60));
    await wait(100, undefined, { signal }).catch(() => undefined);
    if (round % 10 === 0) await pbx.rotate(round % 20 === 0 ? "copy" : "rename");
  }
}
