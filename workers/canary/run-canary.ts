import { randomUUID } from "node:crypto";
import { door, type Installation } from "#server/context.ts";
import { errorFields } from "#server/log.ts";
import { publicSigningKey, signStatement } from "#server/keyring/index.ts";
import { CANARY_STORES } from "#server/privacy/copies/copy-store.ts";
import { type CanaryOutcome, type CanaryStatement, summaryOf } from "#server/privacy/copies/canary-statement.ts";
import { findUnclassified } from "#server/privacy/copies/find-unclassified.ts";
import { addCanaryNight, aloneInFlight } from "#server/store/copy-ages.ts";
import { canaryCompany } from "./company.ts";
import { emptyNight, liveNight, type Night, TRANSPORTS } from "./night.ts";

/** A night lasts seconds; one that hangs must be told of as broken off. */
const LONGEST_MS = 10 * 60_000;

/**
 * Sends the canary through everything (DPO-11), and signs what was seen. It needs the worker's doors and nobody else: neither
 * the portal nor a running collector. A night that breaks off is signed too, with the step it broke off at.
 */
export async function runCanary(installation: Installation, signal?: AbortSignal): Promise<CanaryStatement> {
  return await aloneInFlight(door(installation, "keeper"), () => fly(installation, signal));
}

async function fly(installation: Installation, signal?: AbortSignal): Promise<CanaryStatement> {
  const startedAt = installation.clock();
  const night = emptyNight();
  const limits = [AbortSignal.timeout(LONGEST_MS), ...(signal === undefined ? [] : [signal])];
  let broken: string | null = null;
  try {
    await liveNight(await canaryCompany(installation), night, AbortSignal.any(limits));
  } catch (error) {
    // A worker that is stopped has seen nothing wrong: the next one begins anew.
    signal?.throwIfAborted();
    broken = night.step;
    installation.log.error("canary.broken-off", { step: night.step, ...errorFields(error) });
  }
  const unclassified = await findUnclassified(installation).catch(() => []);
  const statement = makeStatement(installation, { startedAt, night, broken, unclassified: unclassified.length });
  await keep(installation, statement);
  installation.log.info("canary.ended", { outcome: statement.outcome, ...summaryOf(statement) });
  return statement;
}

interface Seen {
  readonly startedAt: Date;
  readonly night: Night;
  readonly broken: string | null;
  readonly unclassified: number;
}

function makeStatement(installation: Installation, { startedAt, night, broken, unclassified }: Seen): CanaryStatement {
  const stores = CANARY_STORES.map((store) => ({ store, reached: night.reached[store], left: night.left[store] }));
  const isLeft =
    stores.some(({ left }) => left > 0) || night.resentLeft > 0 || night.files.found > 0 || night.unreadable > 0;
  const isMissed = stores.some(({ reached }) => reached === 0) || night.certificate?.outcome !== "complete";
  const outcome: CanaryOutcome = broken !== null ? "failed" : isLeft ? "left" : isMissed ? "missed" : "gone";
  return {
    version: 1,
    kind: "canary",
    canaryId: randomUUID(),
    release: installation.env.release,
    startedAt: startedAt.toISOString(),
    finishedAt: installation.clock().toISOString(),
    outcome,
    brokenOffAt: broken,
    transports: TRANSPORTS,
    stores,
    resentLeft: night.resentLeft,
    files: night.files,
    unreadable: night.unreadable,
    certificate: night.certificate,
    unclassified,
  };
}

async function keep(installation: Installation, statement: CanaryStatement): Promise<void> {
  await addCanaryNight(door(installation, "keeper"), {
    id: statement.canaryId,
    startedAt: new Date(statement.startedAt),
    finishedAt: new Date(statement.finishedAt),
    outcome: statement.outcome,
    kid: publicSigningKey(installation.keyring).kid ?? "",
    jws: await signStatement(installation.keyring, statement),
    summary: { ...summaryOf(statement) },
  });
}
