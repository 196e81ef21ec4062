import type { Tx } from "#db/clients.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { destroyAt } from "../../domain/retention.ts";
import type { Day } from "../../domain/zoned-time.ts";
import { makeCaseSlices, type Slice } from "../../keyring/index.ts";
import { addCaseSlices, type CaseRow, ensureDays } from "../../store/index.ts";

/** A job may wait for a worker that stands still; so long it may. */
export const SAFE_DAYS = 3;

export type CaseWork = Installation & { readonly company: Company };
/** A case that keeps, and until when. */
export type Keeping = Pick<CaseRow, "id" | "endsOn">;

/** Slices of a case by the key of each wanted one: those it has, and the others made now. Their days have partitions afterwards. */
export async function slicesOfCase(
  tx: Tx,
  work: CaseWork,
  caseId: string,
  own: readonly (Slice & { readonly key?: string })[],
  wanted: readonly WantedSlice[],
): Promise<Map<string, number>> {
  const { keyring, company } = work;
  const known = new Map(own.map((slice) => [slice.key ?? specKey(slice), slice.id]));
  const fresh = wanted.filter(({ key }) => !known.has(key));
  await ensureDays(door(work, "web"), new Set(wanted.map(({ expiresOn: day }) => day)));
  const specs = fresh.map(({ product, class: cls, callDay, expiresOn: day }) => {
    return { product, class: cls, callDay, expiresOn: day, destroyAt: destroyAt(day, company.timeZone) };
  });
  const ids = await makeCaseSlices(keyring, company.id, specs);
  const made = fresh.map(({ formerEnd }, place) => ({ sliceId: ids[place] ?? 0, formerEnd }));
  await addCaseSlices(tx, company.id, caseId, made);
  for (const [place, { key }] of fresh.entries()) known.set(key, ids[place] ?? 0);
  return known;
}

export interface WantedSlice extends Pick<Slice, "product" | "class" | "callDay" | "expiresOn"> {
  readonly key: string;
  readonly formerEnd: Day | null;
}

export function specKey(spec: Pick<Slice, "product" | "class" | "callDay" | "expiresOn">): string {
  return `${spec.product} ${spec.class} ${spec.callDay} ${spec.expiresOn}`;
}

export function laterOf(a: Day, b: Day): Day {
  if (a > b) return a;
  return b;
}
