import type { CompanyContext } from "../../context.ts";
import { suspendSubjects } from "../../keyring/index.ts";
import { hexBytes } from "./erasure-work.ts";
import type { ErasurePlan } from "./plan.ts";

/** Chosen rows are hidden with the whole identifier, but only where somebody would otherwise read them through a grace. */
export async function hideUntil(
  ctx: Pick<CompanyContext, "keyring" | "company">,
  plan: ErasurePlan,
  until: Date,
  graceMinutes: number,
): Promise<void> {
  const ids = [...plan.destroy.map((one) => one.id), ...(graceMinutes === 0 ? [] : plan.divide.map((one) => one.old))];
  if (ids.length > 0) await suspendSubjects(ctx.keyring, ctx.company.id, ids.map(hexBytes), until);
}
