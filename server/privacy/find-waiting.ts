import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../context.ts";
import { listCompanies, listErasures, listExports } from "../store/index.ts";
import { liftUndone } from "./undo-erasure.ts";

export interface Waiting {
  readonly erasures: readonly { companyId: number; erasureId: string }[];
  readonly exports: readonly { companyId: number; exportId: string }[];
}

/**
 * Erasures and exports that are not done: after a kill, or when they were asked for while no queue ran. The rows say what
 * waits, so that no lost job can lose an erasure.
 */
export async function findWaiting(installation: Installation): Promise<Waiting> {
  const erasures: { companyId: number; erasureId: string }[] = [];
  const exports: { companyId: number; exportId: string }[] = [];
  for (const company of await listCompanies(door(installation, "web"))) {
    const now = installation.clock();
    const open = await withCompany(door(installation, "web"), company.id, async (tx) => ({
      erasures: await listErasures(tx, company.id, { states: [...OPEN, "undone"], limit: 1_000 }),
      exports: await listExports(tx, company.id, { limit: 1_000, states: ["waiting", "running"] }),
    }));
    for (const row of open.erasures) {
      const { plan } = row.detail;
      if (row.state === "undone" && typeof plan === "string")
        await liftUndone({ ...installation, company }, row.id, plan);
      const due = row.graceUntil === null || row.graceUntil <= now;
      if (row.state !== "undone" && (row.state !== "waiting" || due))
        erasures.push({ companyId: company.id, erasureId: row.id });
    }
    for (const row of open.exports) {
      if ((row.state === "waiting" || row.state === "running") && !row.cancelRequested && row.expiresAt > now) {
        exports.push({ companyId: company.id, exportId: row.id });
      }
    }
  }
  return { erasures, exports };
}

const OPEN = ["waiting", "destroying", "deleting", "cleaning", "searching"] as const;
