import { randomUUID } from "node:crypto";
import { freshSubjectIds, revealSubjects } from "../../keyring/index.ts";
import { callsNow, changeErasure, erasureById } from "../../store/index.ts";
import { detailOf, type ErasureWork, hexBytes, inCompany, note, planBoxOf } from "./erasure-work.ts";
import { rowKey } from "./gather.ts";
import { heldRows } from "./holds.ts";
import { destroyPlan, type ErasurePlan, openPlan, REST_DAYS, sealPlan } from "./plan.ts";
import { countRawRest } from "./raw-rest.ts";
import { eachRowOf, type StillHeld } from "./staying.ts";

/**
 * What a hold keeps is named in a plan of its own, so that it goes by itself when the hold is over: the calls, and nobody's
 * later ones. Written before the certificate that speaks of it; nothing is written where nothing is held.
 */
export async function keepRest(work: ErasureWork, plan: ErasurePlan, held: StillHeld): Promise<void> {
  if (held.subjects.size === 0) return;
  const classes = new Map([
    ...plan.divide.map((one) => [one.new, one.class] as const),
    ...plan.destroy.map((one) => [one.fresh ?? "", one.class] as const),
  ]);
  const rest: ErasurePlan = {
    version: 1,
    destroy: [...held.subjects].map((id) => ({
      id,
      class: classes.get(id) ?? 0,
      fresh: freshSubjectIds(1).toString("hex"),
    })),
    divide: [],
    identifiers: plan.identifiers,
    only: [...held.records],
  };
  const restBox = await inCompany(work, async (tx) => {
    const row = await erasureById(tx, work.company.id, work.erasureId);
    const known = row === null ? undefined : detailOf(row).restBox;
    const chosen = known ?? randomUUID();
    if (known === undefined) await note(tx, work, "deleting", { detail: { restBox: chosen } });
    return chosen;
  });
  const sealed = await sealPlan(work.keyring, work.company.id, restBox, rest, work.clock(), REST_DAYS);
  await inCompany(work, (tx) => note(tx, work, "deleting", { detail: { rest: sealed } }));
}

/**
 * Whether something of what a hold kept may go now; then the erasure stands at its first step again, with the rest as its
 * plan. Where another erasure has taken the person over, this one is over.
 */
export async function beginRest(work: ErasureWork): Promise<boolean> {
  const erasure = await inCompany(work, (tx) => erasureById(tx, work.company.id, work.erasureId));
  if (erasure === null || erasure.state !== "held") return false;
  const detail = detailOf(erasure);
  const box = planBoxOf(work, detail);
  const plan = await openPlan(work.keyring, work.company.id, box, detail.plan ?? "");
  const { free, rows } = await inCompany(work, (tx) => countFree(tx, work, plan));
  const now = work.clock();
  const raw = await inCompany(work, (tx) => countRawRest(tx, work, plan));
  if (free + raw.free === 0) {
    const living = await revealSubjects(
      work.keyring,
      work.company.id,
      plan.destroy.map((one) => hexBytes(one.id)),
    );
    const over = rows === 0 && living.size === 0 && raw.held === 0;
    const { plan: _, planBox: __, held: ___, ...rest } = erasure.detail;
    const change = over ? { state: "done", step: "done", detail: rest } : {};
    await inCompany(work, (tx) =>
      changeErasure(tx, work.company.id, work.erasureId, { ...change, updatedAt: now }, ["held"]),
    );
    if (over) await destroyPlan(work.keyring, work.company.id, box);
    return false;
  }
  const { seen: _, held: __, kept: ___, deleted: ____, shred: _____, ...next } = erasure.detail;
  return inCompany(work, (tx) =>
    changeErasure(
      tx,
      work.company.id,
      work.erasureId,
      {
        state: "destroying",
        step: "destroying",
        progress: 0,
        total: free + raw.free,
        updatedAt: now,
        finishedAt: null,
        detail: { ...next, ...(erasure.certificateId === null ? {} : { continues: erasure.certificateId }) },
      },
      ["held"],
    ),
  );
}

/** Calls of the rest that nothing holds any more, and all rows there are. */
async function countFree(
  tx: Parameters<typeof eachRowOf>[0],
  work: ErasureWork,
  plan: ErasurePlan,
): Promise<{ free: number; rows: number }> {
  const meant = new Set(await callsNow(tx, work.company.id, plan.only ?? []));
  const free = new Set<string>();
  let count = 0;
  for await (const rows of eachRowOf(tx, work, new Map(plan.destroy.map((one) => [one.id, one.class])))) {
    const mine = rows.filter((row) => meant.has(row.recordId));
    const held = await heldRows(tx, work, mine);
    count += mine.length;
    for (const row of mine) if (!held.has(rowKey(row))) free.add(row.recordId);
  }
  return { free: free.size, rows: count };
}
