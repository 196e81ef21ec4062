import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { applyAuditRule, systemAudit } from "../../audit/index.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { type DueSlice, dueSlices, liveSlices, moveSlices, shredSlices, type Slice } from "../../keyring/index.ts";
import {
  addPurges,
  advanceWork,
  beginWork,
  callsWait,
  caseSlices,
  deleteSlice,
  endWork,
  ensureDays,
  inTurn,
  listStored,
  raiseFence,
  readMoving,
  readWork,
} from "../../store/index.ts";
import { carryAsked } from "../cases/carry-asked.ts";
import { companyRules } from "./company-rules.ts";
import { type HeldBySlice, heldBySlice } from "./held-values.ts";
import { finishMove, moveRows } from "./move-rows.ts";
import { formerEnds, RULED_CLASSES, ruleChanges, type SliceChange } from "./rule-changes.ts";
import { settleIdentifiers } from "./settle-identifiers.ts";
import { takeCooled } from "./take-cooled.ts";

type Work = Installation & { readonly company: Company };

export interface AppliedRules {
  readonly destroyed: number;
  readonly moved: number;
}

/**
 * A changed rule reaches the past: what is past its new end is destroyed with its rows, the others get their new end and their
 * rows move. It compares what is with what should be, so that it may be killed and repeated; a slice and its rows agree again
 * after every step, and how far it has come stands in `retention_work`.
 */
export async function applyRules(work: Work, signal?: AbortSignal): Promise<AppliedRules> {
  await takeCooled(work);
  await applyAuditRule(work, work.company, signal);
  if (isDone(await pending(work))) return await leaveDone(work);
  return await inTurn(door(work, "web"), work.company.id, async () => {
    await finishMove(work);
    return applyChanges(work, await pending(work), signal);
  });
}

interface Pending {
  readonly changes: readonly SliceChange[];
  /** Cut short by a changed rule and refused since; their rows still stand on a later day. */
  readonly cut: readonly DueSlice[];
  readonly slices: readonly Slice[];
  /** Cut short by a kill while its rows moved. */
  readonly moving: boolean;
}

async function pending(work: Work): Promise<Pending> {
  const { keyring, company } = work;
  const now = work.clock();
  const [rules, moving, ofCases] = await inCompany(work, async (tx) => [
    await companyRules(tx, company.id),
    (await readMoving(tx, company.id)) !== null,
    await caseSlices(tx, company.id),
  ]);
  const former = formerEnds(ofCases);
  const slices = await liveSlices(keyring, company.id, { classes: RULED_CLASSES });
  const today = dayIn(company.timeZone, now);
  const cut = (await dueSlices(keyring, now, company.id)).filter((slice) => slice.expiresOn > today);
  return { changes: ruleChanges(slices, rules, company.timeZone, now, former), cut, slices, moving };
}

function isDone({ changes, cut, moving }: Pending): boolean {
  return changes.length === 0 && cut.length === 0 && !moving;
}

/** A worker that was killed after its last step left the work open. */
async function leaveDone(work: Work): Promise<AppliedRules> {
  await inCompany(work, async (tx) => {
    const known = await readWork(tx, work.company.id);
    if (known !== null && known.endedAt === null) await endWork(tx, work.company.id, work.clock());
  });
  return { destroyed: 0, moved: 0 };
}

async function applyChanges(work: Work, found: Pending, signal?: AbortSignal): Promise<AppliedRules> {
  const { company } = work;
  const { changes, cut, slices } = found;
  const lasting = changes.filter((change) => !change.due);
  const due = changes.filter((change) => change.due);
  const held = await begin(work, slices, changes);
  await ensureDays(door(work, "keeper"), new Set(lasting.map((change) => change.expiresOn)));
  await refuseNow(work, due, signal);
  const destroyed = [...cut, ...due.map(({ slice }) => slice)];
  await destroyCut(work, destroyed, held, signal);
  for (const change of lasting) {
    signal?.throwIfAborted();
    await moveRows(work, change.slice, change.slice.expiresOn, change.expiresOn);
    await advance(work, 1, held.get(change.slice.id) ?? 0);
  }
  await settleIdentifiers(work);
  await inCompany(work, async (tx) => {
    await endWork(tx, company.id, work.clock());
    const detail = { destroyed: destroyed.length, moved: lasting.length };
    await systemAudit(work, tx, company.id, { action: "retention.applied", detail });
  });
  return { destroyed: destroyed.length, moved: lasting.length };
}

function inCompany<T>(work: Work, run: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(work, "web"), work.company.id, run);
}

async function begin(work: Work, slices: readonly Slice[], changes: readonly SliceChange[]): Promise<HeldBySlice> {
  const { company } = work;
  return await inCompany(work, async (tx) => {
    const held = await heldBySlice(tx, company.id, slices, await listStored(tx, company.id));
    const rows = changes.reduce((sum, { slice }) => sum + (held.get(slice.id) ?? 0), 0);
    await beginWork(tx, company.id, { startedAt: work.clock(), slices: changes.length, rows });
    return held;
  });
}

/**
 * From here on every process refuses what is past its new end, by its clock; its rows still stand where they stood. What a case has
 * asked for by then is carried first: none is opened behind the raised fence.
 */
async function refuseNow(work: Work, due: readonly SliceChange[], signal?: AbortSignal): Promise<void> {
  const { keyring, company } = work;
  const moves = due.map(({ slice, destroyAt }) => ({ sliceId: slice.id, expiresOn: slice.expiresOn, destroyAt }));
  if (moves.length === 0) return;
  for (let refused = false; !refused; ) {
    signal?.throwIfAborted();
    await carryAsked(work, signal);
    refused = await withCompany(door(work, "keeper"), company.id, async (tx) => {
      await raiseFence(tx, company.id);
      if (await callsWait(tx, company.id)) return false;
      await moveSlices(keyring, company.id, moves);
      return true;
    });
  }
}

/**
 * The rows and then their keys, a few slices at a time. Killed in between, the key still asks for it: it is due, and its day
 * is not over. The log of the nights shows it as a night of its own.
 */
async function destroyCut(
  work: Work,
  slices: readonly Pick<DueSlice, "id" | "expiresOn">[],
  held: HeldBySlice,
  signal?: AbortSignal,
): Promise<void> {
  const { keyring, company } = work;
  for (let at = 0; at < slices.length; at += SLICES_AT_ONCE) {
    signal?.throwIfAborted();
    const part = slices.slice(at, at + SLICES_AT_ONCE);
    await deleteRows(work, part);
    await shredSlices(
      keyring,
      part.map(({ id }) => ({ companyId: company.id, id })),
      work.clock(),
    );
    await advance(
      work,
      part.length,
      part.reduce((sum, { id }) => sum + (held.get(id) ?? 0), 0),
    );
  }
}

async function deleteRows(work: Work, part: readonly Pick<DueSlice, "id" | "expiresOn">[]): Promise<void> {
  const { company } = work;
  await withCompany(door(work, "keeper"), company.id, async (tx) => {
    await raiseFence(tx, company.id);
    const gone: Gone[] = [];
    for (const slice of part) {
      const deleted = await deleteSlice(tx, company.id, { day: slice.expiresOn, id: slice.id });
      gone.push(...deleted.map((row) => ({ ...row, expiresOn: slice.expiresOn })));
    }
    await addPurges(tx, purgesOf(work, gone));
  });
}

const SLICES_AT_ONCE = 40;

interface Gone {
  readonly product: number;
  readonly class: number;
  readonly expiresOn: string;
  readonly rows: number;
}

/** One line a product, class and day: several slices may have ended on it. */
function purgesOf(work: Work, gone: readonly Gone[]) {
  const wentAt = work.clock();
  const sums = Map.groupBy(gone, (row) => `${row.product} ${row.class} ${row.expiresOn}`);
  return [...sums.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const { product, class: cls, expiresOn } = first;
    const held = rows.reduce((sum, row) => sum + row.rows, 0);
    return [{ companyId: work.company.id, product, class: cls, expiresOn, wentAt, held }];
  });
}

async function advance(work: Work, slices: number, rows: number): Promise<void> {
  await inCompany(work, (tx) => advanceWork(tx, work.company.id, { slices, rows }));
}
