import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { systemAudit } from "../../audit/index.ts";
import { changeErasure, decideApproval, erasureById, waitingApprovals } from "../../store/index.ts";
import { detailOf, planBoxOf } from "../erase/erasure-work.ts";
import { destroyPlan } from "../erase/plan.ts";

/** What nobody has approved in this time is as if it had not been asked for. */
export const LAPSES_AFTER_DAYS = 7;

/** Ends what has waited too long for a second person, with its plan; answers how many. */
export async function lapseApprovals(place: Installation & { readonly company: Company }): Promise<number> {
  const { company, keyring } = place;
  const now = place.clock();
  const over = await withCompany(door(place, "web"), company.id, async (tx) => {
    const boxes: string[] = [];
    for (const row of await waitingApprovals(tx, company.id)) {
      if (row.lapsesAt > now) continue;
      const erasure = await erasureById(tx, company.id, row.erasureId);
      if (erasure === null) continue;
      await decideApproval(tx, company.id, row.erasureId, { state: "lapsed", at: now, by: null, byName: null });
      const { plan: _, ...detail } = erasure.detail;
      const change = { state: "lapsed", step: "lapsed", updatedAt: now, finishedAt: now, detail };
      await changeErasure(tx, company.id, row.erasureId, change, ["asked"]);
      await systemAudit(place, tx, company.id, { action: "erasure.lapsed", detail: { erasure: row.erasureId } });
      boxes.push(planBoxOf({ erasureId: row.erasureId }, detailOf(erasure)));
    }
    return boxes;
  });
  for (const box of over) await destroyPlan(keyring, company.id, box);
  return over.length;
}
