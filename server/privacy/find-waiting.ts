import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../context.ts";
import { listCompanies, listErasures, listExports, listRawWork, listUndefinedWork } from "../store/index.ts";
import { lapseApprovals } from "./approvals/lapse-approvals.ts";
import { detailOf, planBoxOf } from "./erase/erasure-work.ts";
import { hideUntil } from "./erase/hide-until.ts";
import { openPlan } from "./erase/plan.ts";
import { waitingCases } from "./cases/settle-case.ts";
import { tidyPatterns } from "./pattern/list-patterns.ts";
import { liftUndone } from "./undo-erasure.ts";

export interface Waiting {
  readonly erasures: readonly { companyId: number; erasureId: string }[];
  readonly exports: readonly { companyId: number; exportId: string }[];
  readonly cases: readonly { companyId: number; caseId: string }[];
  readonly patterns: readonly { companyId: number; patternId: string }[];
  readonly raw: readonly { kind: "verify-raw" | "replay-raw"; companyId: number; workId: string }[];
  readonly lines: readonly { kind: "read-again" | "renew-line-keys"; companyId: number; workId: string }[];
}

/** A killed request has hidden nobody yet; what is older was hidden when it was asked for. */
const JUST_ASKED_MS = 600_000;
/** What a hold keeps is asked about so often, besides when a hold ends. */
const REST_MS = 3_600_000;

/**
 * Erasures and exports that are not done: after a kill, or when they were asked for while no queue ran. The rows say what
 * waits, so that no lost job can lose an erasure.
 */
export async function findWaiting(installation: Installation): Promise<Waiting> {
  const erasures: { companyId: number; erasureId: string }[] = [];
  const exports: { companyId: number; exportId: string }[] = [];
  const cases: { companyId: number; caseId: string }[] = [];
  const patterns: { companyId: number; patternId: string }[] = [];
  const lines: Waiting["lines"][number][] = [];
  const raw: Waiting["raw"][number][] = [];
  for (const company of await listCompanies(door(installation, "web"))) {
    const place = { ...installation, company };
    for (const row of await waitingCases(place)) cases.push({ companyId: company.id, caseId: row.id });
    for (const patternId of await tidyPatterns(place)) patterns.push({ companyId: company.id, patternId });
    const now = installation.clock();
    await lapseApprovals({ ...installation, company });
    const open = await withCompany(door(installation, "web"), company.id, async (tx) => ({
      // An undone one has its plan until everybody in it can be read again.
      undone: await listErasures(tx, company.id, { states: ["undone"], planned: true, limit: 1_000 }),
      erasures: await listErasures(tx, company.id, { states: OPEN, limit: 10_000 }),
      exports: await listExports(tx, company.id, { limit: 1_000, states: ["waiting", "running"] }),
      lines: await listUndefinedWork(tx, company.id, { open: true, limit: 1_000 }),
      raw: await listRawWork(tx, company.id, { open: true, limit: 1_000 }),
    }));
    for (const { id: workId, kind } of open.raw)
      raw.push({ kind: kind === "verify" ? "verify-raw" : "replay-raw", companyId: company.id, workId });
    for (const { id: workId, kind } of open.lines)
      lines.push({ kind: kind === "again" ? "read-again" : "renew-line-keys", companyId: company.id, workId });
    for (const row of [...open.undone, ...open.erasures]) {
      const detail = detailOf(row);
      const box = planBoxOf({ erasureId: row.id }, detail);
      if (row.state === "undone") {
        await liftUndone({ ...installation, company }, row.id, detail.plan ?? null, box);
        continue;
      }
      const { graceUntil, updatedAt } = row;
      if (row.state === "waiting" && graceUntil !== null && graceUntil > now) {
        if (now.getTime() - updatedAt.getTime() < JUST_ASKED_MS) {
          const plan = await openPlan(installation.keyring, company.id, box, detail.plan ?? "");
          await hideUntil({ ...installation, company }, plan, graceUntil, 1);
        }
        continue;
      }
      if (row.state === "held" && now.getTime() - updatedAt.getTime() < REST_MS) continue;
      erasures.push({ companyId: company.id, erasureId: row.id });
    }
    for (const row of open.exports) {
      if ((row.state === "waiting" || row.state === "running") && !row.cancelRequested && row.expiresAt > now) {
        exports.push({ companyId: company.id, exportId: row.id });
      }
    }
  }
  return { erasures, exports, cases, patterns, lines, raw };
}

const OPEN = ["waiting", "destroying", "deleting", "cleaning", "searching", "held"] as const;
