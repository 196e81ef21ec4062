import type { Tx } from "#db/clients.ts";
import { erasureSetting } from "../../store/index.ts";

/** What a company asks of an erasure beyond the rules that always hold. */
export interface ErasureSetting {
  /** Every erasure needs a second person. */
  readonly secondApprover: boolean;
  /** Beginnings of the company's own numbers, as +46846500. */
  readonly ownNumbers: readonly string[];
}

/** A looser setting waits this long, so that nobody takes the second person away and erases in the same hour. */
export const LOOSER_AFTER_DAYS = 7;

export interface SettingNow extends ErasureSetting {
  /** A looser setting that waits for its day. */
  readonly next: (ErasureSetting & { readonly from: Date }) | null;
  readonly setByName: string | null;
  readonly setAt: Date | null;
}

/** What holds now: a looser setting only from its day on. */
export async function readSetting(tx: Tx, companyId: number, now: Date): Promise<SettingNow> {
  const row = await erasureSetting(tx, companyId);
  if (row === null) return { secondApprover: false, ownNumbers: [], next: null, setByName: null, setAt: null };
  const { setAt, setByName, secondApprover, ownNumbers, nextFrom, nextSecondApprover, nextOwnNumbers } = row;
  const looser = {
    secondApprover: nextSecondApprover ?? secondApprover,
    ownNumbers: nextOwnNumbers ?? ownNumbers,
  };
  if (nextFrom !== null && nextFrom <= now) return { ...looser, next: null, setAt, setByName };
  return {
    secondApprover,
    ownNumbers,
    next: nextFrom === null ? null : { ...looser, from: nextFrom },
    setAt,
    setByName,
  };
}
