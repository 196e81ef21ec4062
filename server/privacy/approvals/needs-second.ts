import type { Tx } from "#db/clients.ts";
import { countCalls } from "../../store/index.ts";
import { readSetting } from "./setting.ts";

/** Why one person is not enough: the company asks for it, the number is in too many records, or it is the company's own. */
export const SECOND_REASONS = ["setting", "share", "own-number"] as const;
export type SecondReason = (typeof SECOND_REASONS)[number];

/** A number in more than this part of the company's records is hardly one caller's (DAT-06). */
const SHARE = 0.01;
/** Below so many calls a hundredth says nothing: in a company of fifty calls every number is in two per cent. */
export const FEWEST_CALLS = 100;

/** Asked with the identifiers that were selected and how many calls they are in, wherever those lie. */
export async function needsSecond(
  tx: Tx,
  companyId: number,
  about: { readonly canonicals: readonly string[]; readonly calls: number; readonly now: Date },
): Promise<SecondReason[]> {
  const { secondApprover, ownNumbers } = await readSetting(tx, companyId, about.now);
  const reasons: SecondReason[] = [];
  if (secondApprover) reasons.push("setting");
  if (about.calls > FEWEST_CALLS) {
    // More calls than this, and the share is smaller: counting stops there.
    const enough = Math.ceil(about.calls / SHARE);
    if ((await countCalls(tx, companyId, enough)) < enough) reasons.push("share");
  }
  if (about.canonicals.some((one) => ownNumbers.some((own) => one.startsWith(own)))) reasons.push("own-number");
  return reasons;
}
