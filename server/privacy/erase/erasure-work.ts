import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { type ErasureRow, changeErasure, erasureById } from "../../store/index.ts";
import type { ReSearched } from "../re-search/re-search.ts";
import type { ErasurePlan } from "./plan.ts";

/** What is not yet read lies in the inbox, which this room cannot open by itself: the worker hands these in. */
export interface InboxDoor {
  /** Frames that wait and were received before `before`, opened. A segment that cannot be opened gives null. */
  waiting(companyId: number, before: Date): AsyncIterable<readonly Uint8Array[] | null>;
  /** How many segments of the company were received before `before` and are not ingested yet. */
  count(companyId: number, before: Date): Promise<number>;
}

/** What an erasure works with: the product itself acts, for the person who asked. */
export interface ErasureWork extends Installation {
  readonly company: Company;
  readonly inbox: InboxDoor;
  readonly erasureId: string;
  /** Aborted when the worker stops; the step is repeated after the next start. */
  readonly signal?: AbortSignal;
}

/** What was deleted so far, by store. Kept with the erasure, so that a repetition goes on counting. */
export interface Deleted {
  calls: number;
  parties: number;
  rawRecords: number;
  undefinedLines: number;
  exports: number;
  selections: number;
}

export const NOTHING_DELETED: Deleted = {
  calls: 0,
  parties: 0,
  rawRecords: 0,
  undefinedLines: 0,
  exports: 0,
  selections: 0,
};

export interface ErasureDetail {
  readonly scope: "person" | "rows";
  readonly by: string;
  readonly commitments: readonly string[];
  readonly plan?: string;
  /** Whose key seals the plan; the erasure's own id where it is not said. */
  readonly planBox?: string;
  readonly deleted?: Deleted;
  /** ISO 8601. */
  readonly before?: string;
  readonly destroyedAt?: string;
  /** Places in the plan's `destroy` of whom a hold keeps something; written down before any key is touched. */
  readonly kept?: readonly number[];
  /** The plan for what a hold keeps, sealed under a key of its own, until it becomes the plan. */
  readonly rest?: string;
  readonly restBox?: string;
  /** Slices whose key dies because a line in them held the number. */
  readonly shred?: readonly number[];
  /** What the re-search saw; from here on only the certificate is missing. */
  readonly seen?: ReSearched;
  /** What stands under a hold, as it was when the re-search ended. */
  readonly held?: readonly HeldCount[];
  readonly outcome?: "complete" | "partial" | "refused";
  readonly approvedBy?: string;
  /** The certificate of the part that went before, where a hold had left something. */
  readonly continues?: string;
}

export interface HeldCount {
  readonly kind: "hold" | "restriction" | "objection";
  readonly calls: number;
  readonly rows: number;
  readonly until: string | null;
}

export function detailOf(row: ErasureRow): ErasureDetail {
  return row.detail as unknown as ErasureDetail;
}

export function inCompany<T>(work: Pick<ErasureWork, "sql" | "company">, run: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(work, "web"), work.company.id, run);
}

/** Notes a step and its facts in one go; what is not named stays as it was. */
export async function note(
  tx: Tx,
  work: ErasureWork,
  state: string,
  change: {
    progress?: number;
    detail?: Partial<ErasureDetail>;
    certificateId?: string;
    finishedAt?: Date;
    error?: string | null;
  } = {},
): Promise<void> {
  const row = await erasureById(tx, work.company.id, work.erasureId);
  if (row === null) throw new Error("the erasure is gone");
  const { detail, ...rest } = change;
  await changeErasure(tx, work.company.id, work.erasureId, {
    ...rest,
    state,
    step: state,
    updatedAt: work.clock(),
    ...(detail === undefined ? {} : { detail: { ...row.detail, ...detail } }),
  });
}

export function hexBytes(hex: string): Buffer {
  return Buffer.from(hex, "hex");
}

/** The key of the erasure's sealed plan. */
export function planBoxOf(work: Pick<ErasureWork, "erasureId">, detail: ErasureDetail): string {
  return detail.planBox ?? work.erasureId;
}

/** A subject of which something stays: under a new id, to which its lookups move. */
export interface Division {
  readonly old: string;
  readonly new: string;
  readonly class: number;
}

/** Whose rows go altogether, and who is divided: chosen rows, and whoever has rows under a hold. */
export function partsOf(
  plan: ErasurePlan,
  kept: readonly number[],
): { whole: ReadonlyMap<string, number>; divisions: readonly Division[] } {
  const whole = new Map<string, number>();
  const divisions: Division[] = [...plan.divide];
  for (const [place, { id, class: cls, fresh }] of plan.destroy.entries()) {
    if (fresh !== undefined && kept.includes(place)) divisions.push({ old: id, new: fresh, class: cls });
    else whole.set(id, cls);
  }
  return { whole, divisions };
}
