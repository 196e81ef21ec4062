import { forgetDemoSignIns, loadDemoInto } from "#bin/demo.ts";
import { checkChain, purgeAudit, signHeads } from "#server/audit/index.ts";
import { forgetEnded } from "#server/auth/forget-ended.ts";
import { publishInboxKeys } from "#server/collect/publish-inbox-keys.ts";
import type { Company, Installation } from "#server/context.ts";
import { door } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { joinDue, openIngest, runAgain, runReplay } from "#server/ingest/index.ts";
import { removeDemo } from "#server/maintenance/demo/remove-demo.ts";
import { carryOutGeneration } from "#server/maintenance/keys/carry-out-generation.ts";
import type { JobHandlers, JobName, JobPayload } from "#server/jobs/catalogue.ts";
import { settleCase } from "#server/privacy/cases/settle-case.ts";
import { runPatternSearch } from "#server/privacy/pattern/run-pattern-search.ts";
import { runVerify } from "#server/privacy/raw/run-verify.ts";
import { renewLineKeys } from "#server/privacy/undefined/renew-line-keys.ts";
import { findWaiting } from "#server/privacy/find-waiting.ts";
import { keepExposures } from "#server/privacy/copies/keep-exposure.ts";
import { prepareDays } from "#server/privacy/prepare-days.ts";
import { applyRules } from "#server/privacy/retention/apply-rules.ts";
import { destroyDue } from "#server/privacy/retention/destroy-due.ts";
import { purgeCompany } from "#server/privacy/retention/purge-company.ts";
import { requireClocks } from "#server/privacy/retention/sweep-state.ts";
import { resumeErasure } from "#server/privacy/resume-erasure.ts";
import { runErasure } from "#server/privacy/run-erasure.ts";
import { runExport } from "#server/privacy/run-export.ts";
import { dropDays, sweep } from "#server/privacy/sweep.ts";
import { tidyUp } from "#server/privacy/tidy-up.ts";
import { findCompany } from "#server/store/index.ts";
import { findWaitingSorting } from "#server/processing/thresholds/find-waiting-sorting.ts";
import { runSorting } from "#server/processing/thresholds/run-sorting.ts";
import { forgetOldStreams } from "#server/collect/forget-streams.ts";
import { forgetOldTransfers } from "#server/collect/forget-transfers.ts";
import { forgetStatistics } from "#server/processing/statistics/forget-statistics.ts";
import { dueMessages } from "#server/watch/index.ts";
import { runCanary } from "../canary/run-canary.ts";
import { alarmHandlers } from "./alarms.ts";
import { databaseClocks } from "./database-clocks.ts";
import { endInboxKeys } from "./end-inbox-keys.ts";
import { inboxDoor } from "./inbox-door.ts";

/** How a handler asks for another job. */
export type Send = <N extends JobName>(name: N, payload: JobPayload<N>) => Promise<void>;

/** One line a job: the verb does the work, the payload says which. */
export function makeHandlers(
  installation: Installation,
  inboxDir: string,
  { send, tidy }: { send: Send; tidy: (signal: AbortSignal) => Promise<void> },
): JobHandlers {
  const companyOf = (companyId: number) => inCompany(installation, companyId);
  const clocks = () => databaseClocks(installation);
  return {
    erase: async ({ companyId, erasureId }, signal) => {
      const inbox = inboxDoor(installation, inboxDir);
      await runErasure({ ...(await companyOf(companyId)), inbox, erasureId, signal });
    },
    "erase-rest": async ({ companyId, erasureId }, signal) => {
      const inbox = inboxDoor(installation, inboxDir);
      await resumeErasure({ ...(await companyOf(companyId)), inbox, erasureId, signal });
    },
    "settle-case": async ({ companyId, caseId }, signal) => {
      const mayDestroy = async () => requireClocks(installation, await clocks(), { evenIfLate: true });
      await settleCase(await companyOf(companyId), caseId, { signal, mayDestroy });
    },
    "search-pattern": async ({ companyId, patternId }, signal) =>
      runPatternSearch(await companyOf(companyId), patternId, signal),
    ...readingHandlers(installation, companyOf),
    "sort-calls": async ({ companyId, runId }, signal) => runSorting(await companyOf(companyId), runId, signal),
    export: async ({ companyId, exportId }, signal) => runExport(await companyOf(companyId), exportId, signal),
    sweep: async ({ confirmed }) => {
      const to = {
        clocks,
        askKeys: () => send("destroy-keys", {}),
        askPurge: (companyId: number) => send("purge", { companyId }),
        askDrop: () => send("drop-days", {}),
      };
      await sweep(installation, to, { confirmed: confirmed === 1 });
    },
    "destroy-keys": async (_, signal) => {
      await requireClocks(installation, await clocks());
      await destroyDue(installation, signal);
      await send("drop-days", {});
    },
    purge: async ({ companyId }, signal) => {
      await requireClocks(installation, await clocks());
      await purgeCompany(await companyOf(companyId), signal);
    },
    "apply-rules": async ({ companyId }, signal) => {
      await requireClocks(installation, await clocks(), { evenIfLate: true });
      await applyRules(await companyOf(companyId), signal);
    },
    "drop-days": async (_, signal) => void (await dropDays(installation, signal)),
    "prepare-days": async (_, signal) => {
      await publishInboxKeys(installation);
      await endInboxKeys(installation, inboxDir);
      await prepareDays(installation, signal);
    },
    "expire-exports": async (_, signal) => void (await tidyUp(installation, signal)),
    "tidy-jobs": async (_, signal) => tidy(signal),
    "audit-heads": async (_, signal) => {
      const { signed, refused, closed } = await signHeads(installation, { signal });
      for (const companyId of new Set([...signed, ...refused, ...closed])) await send("audit-verify", { companyId });
    },
    "audit-verify": async ({ companyId }, signal) => checkChain(installation, companyId, signal),
    "audit-purge": async (_, signal) => void (await purgeAudit(installation, { signal })),
    "forget-sessions": async () => void (await forgetEnded(installation)),
    "measure-copies": async (_, signal) => void (await keepExposures(installation, signal)),
    canary: async (_, signal) => void (await runCanary(installation, signal)),
    "demo-load": async () => loadDemoInto(installation),
    "demo-remove": async () => takeDemoAway(installation, inboxDir),
    generation: async ({ asked }, signal) => carryOutGeneration(installation, asked, signal),
    ...alarmHandlers(installation),
    "forget-statistics": async (_, signal) => void (await forgetStatistics(installation, signal)),
    "forget-streams": async (_, signal) => void (await forgetOldStreams(installation, signal)),
    "forget-transfers": async (_, signal) => void (await forgetOldTransfers(installation, signal)),
    "join-waiting": async (_, signal) => joinDue(openIngest(installation), signal),
    reconcile: () => sendWaiting(installation, send),
  };
}

type CompanyOf = (companyId: number) => Promise<Installation & { company: Company }>;

/** What is done with lines and raw records. */
function readingHandlers(
  installation: Installation,
  companyOf: CompanyOf,
): Pick<JobHandlers, "read-again" | "verify-raw" | "replay-raw" | "renew-line-keys"> {
  return {
    "read-again": async (work, signal) => runAgain(openIngest(installation), work, signal),
    "verify-raw": async ({ companyId, workId }, signal) => runVerify(await companyOf(companyId), workId, signal),
    "replay-raw": async (work, signal) =>
      runReplay({ ...openIngest(installation), web: door(installation, "web") }, work, signal),
    "renew-line-keys": async ({ companyId, workId }, signal) =>
      renewLineKeys(await companyOf(companyId), workId, signal),
  };
}

async function takeDemoAway(installation: Installation, inboxDir: string): Promise<void> {
  forgetDemoSignIns(installation.env.home);
  await removeDemo(installation, inboxDir);
}

/** What waits although nobody works on it, e.g. after a kill. */
async function sendWaiting(installation: Installation, send: Send): Promise<void> {
  const { erasures, exports, cases, patterns, lines, raw } = await findWaiting(installation);
  for (const one of cases) await send("settle-case", one);
  for (const one of patterns) await send("search-pattern", one);
  for (const { kind, ...one } of lines) await send(kind, one);
  for (const { kind, ...one } of raw) await send(kind, one);
  for (const one of await findWaitingSorting(installation)) await send("sort-calls", one);
  for (const one of erasures) await send("erase", one);
  for (const one of exports) await send("export", one);
  for (const one of await dueMessages(installation)) await send("deliver-alarm", one);
}

async function inCompany(installation: Installation, companyId: number): Promise<Installation & { company: Company }> {
  const company = await findCompany(door(installation, "web"), { id: companyId });
  if (company === null) throw new AppError("not-found", "This company is gone.");
  return { ...installation, company };
}
