import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "#db/testing/free-port.ts";
import { addSource, startSource } from "#server/collect/index.ts";
import { inviteEdge, listEdges } from "#server/edge/index.ts";
import { allowPort } from "#server/sources/index.ts";
import { type EdgeFixture, openEdgeFixture, until } from "#workers/edge/edge-fixture.ts";
import type { Figure } from "../figure.ts";
import { putOnSmallDisk, type SmallDisk } from "./disk-faults.ts";
import { RECOVER_MS } from "./recovery.ts";
import { openSenders, type Senders, untilRefused } from "./senders.ts";
import { drained, verdictOf } from "./verdict.ts";

/** An edge keeps a quarter of a gigabyte free. */
const MEGABYTES = 320;
const USUAL_MS = 2_000;
/** How long the disk stays full; longer where the portal has not said so by then. */
const FULL_MS = 6_000;
const UNTOLD_MS = 120_000;

/** The inbox of an edge is filled to its disk's last byte, while systems write files beside it and push to it. */
export async function fillEdge(times: number): Promise<Figure> {
  const closing: (() => Promise<unknown> | unknown)[] = [];
  try {
    const fixture = await openEdgeFixture({ after: (fn) => void closing.unshift(fn) });
    const { ctx } = fixture;
    const home = fixture.newHome();
    const disk = putOnSmallDisk(join(home, "inbox"), MEGABYTES);
    closing.unshift(() => disk.unmount());
    const { code, edgeId } = await inviteEdge(ctx, { name: "Källaren" });
    const edge = fixture.run(home, code);
    await until("enrolment", async () => edge.lines.join().includes("edge.started"));
    const senders = await systemsOf(fixture, home, edgeId);
    const storing = new AbortController();
    const stored = keepStoring(fixture, storing.signal);
    const sending = senders.start();
    const outcomes: Outcome[] = [];
    for (let time = 0; time < times; time++) outcomes.push(await fillOnce(fixture, disk, senders));
    await sending.stop();
    const verdict = () => verdictOf(fixture.ingest.db.data("owner"), ctx.company.id, senders);
    const found = await drained(verdict);
    senders.claimOne();
    const lossNoticed = (await verdict()).lost === found.lost + 1;
    const exited = edge.process.exitCode !== null;
    storing.abort();
    await stored;
    return figureOf(outcomes, found, { lossNoticed, exited, refused: senders.refusals.get(503) ?? 0 });
  } finally {
    for (const end of closing) await end();
  }
}

/** Two sources at the edge: a folder, and a port that is pushed to. */
async function systemsOf({ ctx }: EdgeFixture, home: string, edgeId: string): Promise<Senders> {
  const folder = join(home, "shared", ctx.company.slug, "1");
  const [port, token] = [await freePort(), randomBytes(24).toString("hex")];
  allowPort(home, ctx.company.slug, { kind: "address", address: "127.0.0.1", from: port, to: port });
  const senders = openSenders(folder, port, token);
  const common = { driver: "asterisk-cdr-csv", timeZone: "UTC" };
  const files = { path: folder, pattern: "cdr-*.csv", restSeconds: 0.2 };
  const push = { address: "127.0.0.1", port, encryption: "none" };
  const pushed = { ...common, name: "push", transport: "http-push" as const, settings: push, credentials: { token } };
  for (const wanted of [{ ...common, name: "files", settings: files }, pushed])
    await startSource(ctx, await addSource(ctx, wanted, edgeId));
  return senders;
}

async function keepStoring(fixture: EdgeFixture, ending: AbortSignal): Promise<void> {
  for (; !ending.aborted; await wait(300)) await fixture.store();
}

interface Outcome {
  readonly happened: boolean;
  /** The portal's list of edges says so. */
  readonly alarmed: boolean;
  readonly acknowledged: number;
  readonly recovered: boolean;
}

async function fillOnce({ ctx }: EdgeFixture, disk: SmallDisk, senders: Senders): Promise<Outcome> {
  const isFull = async () => (await listEdges(ctx)).edges[0]?.isFull === true;
  await isHeard(senders, isFull);
  await wait(USUAL_MS);
  let happened = disk.fill();
  const fill = () => {
    happened = disk.fill() && happened;
  };
  await untilRefused(senders, fill);
  const before = senders.pushed();
  let alarmed = false;
  for (const began = performance.now(); performance.now() - began < (alarmed ? FULL_MS : UNTOLD_MS); await wait(100)) {
    fill();
    alarmed ||= await isFull();
  }
  const acknowledged = senders.pushed() - before;
  disk.free();
  return { happened, alarmed, acknowledged, recovered: await isHeard(senders, isFull) };
}

/** Whether pushes are answered again, and nothing is said to be full. */
async function isHeard(senders: Senders, isFull: () => Promise<boolean>): Promise<boolean> {
  const since = performance.now();
  for (; performance.now() - since < RECOVER_MS; await wait(250))
    if (senders.last.answered > since && !(await isFull())) return true;
  return false;
}

type Found = Awaited<ReturnType<typeof verdictOf>>;

function figureOf(
  outcomes: readonly Outcome[],
  found: Found,
  { lossNoticed, exited, refused }: { lossNoticed: boolean; exited: boolean; refused: number },
): Figure {
  const value = found.lost + found.twice + found.foreign + found.undefinedLines;
  const asItShould = outcomes.filter(
    ({ happened, alarmed, acknowledged, recovered }) => happened && alarmed && acknowledged === 0 && recovered,
  ).length;
  return {
    id: "REL-04 edge",
    value,
    unit: `calls lost or twice of ${found.filed + found.pushed}, ${found.pushed} of them acknowledged`,
    must: `0 over ${outcomes.length} full disks of an edge, which goes on`,
    ok:
      value === 0 &&
      lossNoticed &&
      !exited &&
      refused > 0 &&
      asItShould === outcomes.length &&
      found.pushed > outcomes.length * 10,
    detail: { ...found, lossNoticed, exited, toldToComeAgain: refused, outcomes },
  };
}
