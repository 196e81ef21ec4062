import { setTimeout as wait } from "node:timers/promises";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "#server/domain/app-error.ts";
import { errorFields } from "#server/log.ts";
import {
  isSamePeer,
  openQuestion,
  type ProbeAnswer,
  type ProbeQuestion,
  readCollectorPrivateKey,
  type Transport,
  sealAnswer,
} from "#server/sources/index.ts";
import { findCompany } from "#server/store/companies.ts";
import { storedGateOf } from "#server/store/gate.ts";
import { answerProbe, PROBES_A_COMPANY, type TakenProbe, takeProbe } from "#server/store/source-probes.ts";
import { sourceById } from "#server/store/sources.ts";
import type { CollectorContext } from "./collector-context.ts";
import { type TestRules, tryQuestion } from "./try-question.ts";

type Settings = Readonly<Record<string, unknown>>;
const LOOK_MS = 1_000;
/** A test may wait half a minute for somebody else's server: others go on beside it, those of several companies. */
const AT_ONCE = 4 * PROBES_A_COMPANY;

/** Answers the portal's tests of sources for as long as the collector runs, whichever of them takes a question first. */
export async function answerProbes(ctx: CollectorContext, signal: AbortSignal): Promise<void> {
  const running = new Set<Promise<void>>();
  while (!signal.aborted) {
    try {
      while (running.size < AT_ONCE) {
        const taken = await takeProbe(ctx.sql, ctx.holder);
        if (taken === null) break;
        const answering = answerOne(ctx, taken, signal)
          .catch((error: unknown) => ctx.log.warn("probe.failed", errorFields(error)))
          .finally(() => running.delete(answering));
        running.add(answering);
      }
    } catch (error) {
      ctx.log.warn("collector.database-away", errorFields(error));
    }
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(running);
}

async function answerOne(ctx: CollectorContext, taken: TakenProbe, signal: AbortSignal): Promise<void> {
  const place = { companyId: taken.companyId, probeId: taken.id };
  const { question, answerKey } = await openQuestion(place, taken.question, readCollectorPrivateKey(ctx.home));
  const answer = await runProbe(ctx, taken.companyId, question, signal);
  await answerProbe(ctx.sql, taken, await sealAnswer(place, answer, answerKey));
}

/** One test in this process: bounded, and whatever goes wrong is told as a problem of the source. */
export async function runProbe(
  ctx: CollectorContext,
  companyId: number,
  question: ProbeQuestion,
  ending?: AbortSignal,
): Promise<ProbeAnswer> {
  const here = {
    log: ctx.log,
    companyId,
    machine: ctx.machineOf(companyId),
    storedFor: (transport: Transport, settings: Settings) => storedFor(ctx, companyId, question, transport, settings),
    rules: () => rulesOf(ctx, companyId),
  };
  return await tryQuestion(here, question, ending);
}

async function rulesOf({ sql, clock }: CollectorContext, companyId: number): Promise<TestRules> {
  const stored = await withCompany(sql, companyId, (tx) => storedGateOf(tx, companyId), { readOnly: true });
  const company = await findCompany(sql, { id: companyId });
  if (company === null) throw new AppError("not-found", "The company of this source is closed.");
  return { stored, company, now: clock() };
}

/** Looked at here once more, where the credentials are opened: they go where the saved source sends them, or nowhere. */
async function storedFor(
  ctx: CollectorContext,
  companyId: number,
  { sourceId }: ProbeQuestion,
  transport: Transport,
  settings: Settings,
) {
  if (sourceId === null) return {};
  const row = await withCompany(ctx.sql, companyId, (tx) => sourceById(tx, companyId, sourceId), { readOnly: true });
  if (row === null || row.removedAt !== null || row.transport !== transport.id) return {};
  return isSamePeer(transport, row.settings, settings) ? await ctx.credentialsOf(companyId, sourceId) : {};
}
