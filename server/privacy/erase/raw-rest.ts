import { randomUUID } from "node:crypto";
import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { liveSlices } from "../../keyring/index.ts";
import {
  callsNow,
  type CaseSlice,
  caseSlices,
  erasureById,
  rawPlaces,
  rawSegmentsOn,
  waitingCalls,
} from "../../store/index.ts";
import { detailOf, type ErasureWork, type HeldCount, inCompany, note, planBoxOf } from "./erasure-work.ts";
import { type ErasurePlan, openPlan, REST_DAYS, sealPlan } from "./plan.ts";

type Place = Pick<ErasureWork, "company" | "keyring">;

/** What holds a call. */
export type HeldRaw = Pick<CaseSlice, "kind" | "endsOn">;

/** Of these calls those that are held, or are about to be. */
export async function holdersOf(
  tx: Tx,
  { company }: Pick<Place, "company">,
  calls: readonly { readonly id: string; readonly sliceId: number }[],
): Promise<Map<string, HeldRaw>> {
  const cases = new Map((await caseSlices(tx, company.id)).map((one) => [one.sliceId, one]));
  const ids = calls.map((call) => call.id);
  const holders = new Map<string, HeldRaw>((await waitingCalls(tx, company.id, ids)).map((one) => [one.recordId, one]));
  for (const { id, sliceId } of calls) {
    const holder = cases.get(sliceId);
    if (holder !== undefined) holders.set(id, holder);
  }
  return holders;
}

/**
 * A held call's raw record holds the number outside the columns its driver knows, in a call of other people. It stays as long as
 * the hold lasts, like the rest of the call; the plan for what is left names it, so that it goes by itself afterwards. Repeated
 * after a kill it writes the same.
 */
export async function keepRawRest(work: ErasureWork, heldBy: ReadonlyMap<string, HeldRaw>): Promise<void> {
  if (heldBy.size === 0) return;
  const row = await inCompany(work, (tx) => erasureById(tx, work.company.id, work.erasureId));
  if (row === null) return;
  const detail = detailOf(row);
  const plan = await openPlan(work.keyring, work.company.id, planBoxOf(work, detail), detail.plan ?? "");
  const known =
    detail.rest === undefined || detail.restBox === undefined
      ? null
      : await openPlan(work.keyring, work.company.id, detail.restBox, detail.rest);
  const rest: ErasurePlan = {
    ...(known ?? { version: 1, destroy: [], divide: [], identifiers: plan.identifiers, only: [] }),
    raw: [...heldBy.keys()],
  };
  const restBox = detail.restBox ?? randomUUID();
  if (detail.restBox === undefined) await inCompany(work, (tx) => note(tx, work, "cleaning", { detail: { restBox } }));
  const sealed = await sealPlan(work.keyring, work.company.id, restBox, rest, work.clock(), REST_DAYS);
  const held = [...(detail.held ?? []).filter((one) => one.rows > 0), ...countsOf([...heldBy.values()])];
  await inCompany(work, (tx) => note(tx, work, "cleaning", { detail: { rest: sealed, held } }));
}

/** Of the raw records a hold had kept, how many still are held, and how many may go now. */
export async function countRawRest(
  tx: Tx,
  work: Place,
  plan: ErasurePlan,
): Promise<{ readonly held: number; readonly free: number }> {
  if (plan.raw === undefined) return { held: 0, free: 0 };
  const places = await rawPlaces(tx, work.company.id, await callsNow(tx, work.company.id, plan.raw));
  const living = await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.raw] });
  const days = [...new Set(living.map((slice) => slice.expiresOn))];
  const asked = [...new Set(places.map((place) => place.segmentId))].flatMap((id) => days.map((day) => ({ id, day })));
  const segments = new Map((await rawSegmentsOn(tx, work.company.id, asked)).map((one) => [one.id, one]));
  const there = places.flatMap(({ id, segmentId }) => {
    const segment = segments.get(segmentId);
    return segment === undefined ? [] : [{ id, sliceId: segment.sliceId }];
  });
  const held = (await holdersOf(tx, work, there)).size;
  return { held, free: there.length - held };
}

/** Without rows: nobody in these calls is the person. */
function countsOf(slices: readonly HeldRaw[]): HeldCount[] {
  return [...Map.groupBy(slices, (one) => one.kind)].map(([kind, of]) => {
    const until = of.some((one) => one.endsOn === null)
      ? null
      : of.reduce((last, { endsOn }) => (endsOn !== null && endsOn > last ? endsOn : last), "");
    return { kind, calls: of.length, rows: 0, until };
  });
}
