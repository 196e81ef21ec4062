import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { rawSegmentPlace, undefinedLinePlace } from "../../domain/raw/index.ts";
import {
  expireSubjects,
  liveSlices,
  moveSlices,
  openPseudonyms,
  openWithSlice,
  sealWithSlice,
  settleSubjects,
  shredSlices,
  type Slice,
} from "../../keyring/index.ts";
import {
  addPurges,
  deleteSlice,
  eachPartyOfSlice,
  eachRawSegment,
  eachUndefinedLine,
  ensureDays,
  inTurn,
  moveRawSegment,
  moveUndefinedLine,
  raiseFence,
  replaceParties,
} from "../../store/index.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { PARTY_CLASSES } from "../seek/probes.ts";
import { companyRules } from "./company-rules.ts";
import { ruleChanges, type SliceChange } from "./rule-changes.ts";

type Work = Installation & { readonly company: Company };

export interface AppliedRules {
  readonly destroyed: number;
  readonly moved: number;
}

/** Every class whose slices follow a rule. */
export const RULED_CLASSES = [1, 2, 3, 4, 5, 6] as const;

/**
 * A changed rule reaches the past: keys past their new end are destroyed and their rows deleted, the others get their new
 * end and their rows move. It compares what is with what should be, so that it may be killed and repeated; a slice and its
 * rows agree again after every step.
 */
export async function applyRules(work: Work, signal?: AbortSignal): Promise<AppliedRules> {
  if ((await pending(work)).length === 0) return { destroyed: 0, moved: 0 };
  return await inTurn(door(work, "web"), work.company.id, async () => applyChanges(work, await pending(work), signal));
}

async function pending(work: Work): Promise<SliceChange[]> {
  const { keyring, company } = work;
  const rules = await inCompany(work, (tx) => companyRules(tx, company.id));
  const slices = await liveSlices(keyring, company.id, { classes: RULED_CLASSES });
  return ruleChanges(slices, rules, company.timeZone, work.clock());
}

async function applyChanges(work: Work, changes: readonly SliceChange[], signal?: AbortSignal): Promise<AppliedRules> {
  const { company } = work;
  const lasting = changes.filter((change) => !change.due);
  await ensureDays(door(work, "keeper"), new Set(lasting.map((change) => change.expiresOn)));
  for (const change of changes) {
    signal?.throwIfAborted();
    await (change.due ? destroyNow(work, change) : moveRows(work, change));
  }
  await settle(work);
  await inCompany(work, (tx) =>
    systemAudit(work, tx, company.id, {
      action: "retention.applied",
      detail: { destroyed: changes.length - lasting.length, moved: lasting.length },
    }),
  );
  return { destroyed: changes.length - lasting.length, moved: lasting.length };
}

function inCompany<T>(work: Work, run: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(work, "web"), work.company.id, run);
}

/** The key first, in the ledger and in every copy; then the rows. The log of the nights shows it as its own night. */
async function destroyNow(work: Work, change: SliceChange): Promise<void> {
  const { keyring, company } = work;
  const { slice } = change;
  await moveSlices(keyring, company.id, [
    { sliceId: slice.id, expiresOn: slice.expiresOn, destroyAt: change.destroyAt },
  ]);
  await shredSlices(keyring, [{ companyId: company.id, id: slice.id }], work.clock());
  const gone = await inCompany(work, async (tx) => {
    await raiseFence(tx, company.id);
    return deleteSlice(tx, company.id, { day: slice.expiresOn, id: slice.id });
  });
  const at = work.clock();
  await withCompany(door(work, "keeper"), company.id, (tx) =>
    addPurges(
      tx,
      gone.map((row) => ({
        companyId: company.id,
        product: row.product,
        class: row.class,
        expiresOn: slice.expiresOn,
        wentAt: at,
        held: row.rows,
      })),
    ),
  );
}

/**
 * Rows go to the partition of the new day; slice, key and pseudonyms stay what they were. Rows first: killed in between, the
 * slice still asks for its move. What came in meanwhile follows, behind a fence raised after the slice.
 */
async function moveRows(work: Work, change: SliceChange): Promise<void> {
  const { keyring, company } = work;
  const { slice, expiresOn, destroyAt } = change;
  const carryAll = () =>
    inCompany(work, async (tx) => {
      await raiseFence(tx, company.id);
      await carry(tx, work, slice, slice.expiresOn, expiresOn);
    });
  await carryAll();
  await moveSlices(keyring, company.id, [{ sliceId: slice.id, expiresOn, destroyAt }]);
  await carryAll();
}

async function carry(tx: Tx, work: Work, slice: Slice, from: string, to: string): Promise<void> {
  const { company } = work;
  const { raw, undefined: line } = DATA_CLASSES;
  if (slice.class === raw) await carrySegments(tx, work, slice, from, to);
  else if (slice.class === line) await carryLines(tx, work, slice, from, to);
  else {
    for await (const page of eachPartyOfSlice(tx, company.id, { day: from, id: slice.id })) {
      const once = new Map(page.map((row) => [`${row.pseudonym} ${row.recordId}`, row]));
      const moves = [...once.values()].map(({ pseudonym, recordId }) => ({
        day: from,
        pseudonym,
        recordId,
        newDay: to,
        newSliceId: slice.id,
        newPseudonym: pseudonym,
      }));
      await replaceParties(tx, company.id, moves);
    }
  }
}

/** The seal names the slice and not the day: the bytes stay as they are. Opened once, so that nothing corrupt is carried on. */
async function carrySegments(tx: Tx, work: Work, slice: Slice, from: string, to: string): Promise<void> {
  for await (const page of eachRawSegment(tx, work.company.id, from)) {
    for (const segment of page.filter((one) => one.sliceId === slice.id)) {
      const place = rawSegmentPlace(work.company.id, segment.id);
      const plain = await openWithSlice(work.keyring, work.company.id, slice.id, place, segment.sealed);
      const sealed = sealWithSlice(work.keyring, work.company.id, slice.id, place, plain);
      await moveRawSegment(tx, work.company.id, {
        id: segment.id,
        day: from,
        newDay: to,
        newSliceId: slice.id,
        sealed,
      });
    }
  }
}

async function carryLines(tx: Tx, work: Work, slice: Slice, from: string, to: string): Promise<void> {
  for await (const page of eachUndefinedLine(tx, work.company.id, from)) {
    for (const one of page.filter((row) => row.sliceId === slice.id)) {
      const place = undefinedLinePlace(work.company.id, one.id);
      const plain = await openWithSlice(work.keyring, work.company.id, slice.id, place, one.sealed);
      const sealed = sealWithSlice(work.keyring, work.company.id, slice.id, place, plain);
      await moveUndefinedLine(tx, work.company.id, { id: one.id, day: from, newDay: to, newSliceId: slice.id, sealed });
    }
  }
}

/** An identifier lives as long as the last row that points at it: longer or shorter now, and not at all where none is left. */
async function settle(work: Work): Promise<void> {
  const { keyring, company } = work;
  const today = dayIn(company.timeZone, work.clock());
  for (const cls of PARTY_CLASSES) {
    await inCompany(work, async (tx) => {
      await raiseFence(tx, company.id);
      await settleSubjects(keyring, company.id, cls, await lastRows(tx, work, cls), today);
      await expireSubjects(keyring, company.id, today);
    });
  }
}

/** The last end of a row for each subject of a class, from every row there is: nothing guesses what is unreferenced. */
async function lastRows(tx: Tx, work: Work, cls: number): Promise<Map<string, string>> {
  const ends = new Map<string, string>();
  for (const slice of await liveSlices(work.keyring, work.company.id, { classes: [cls] })) {
    for await (const page of eachPartyOfSlice(tx, work.company.id, { day: slice.expiresOn, id: slice.id })) {
      const packed = Buffer.from(page.map((row) => row.pseudonym.replaceAll("-", "")).join(""), "hex");
      for (const opened of await openPseudonyms(work.keyring, work.company.id, slice.id, packed)) {
        if (opened.kind !== "subject") continue;
        const hex = opened.id.toString("hex");
        if ((ends.get(hex) ?? "") < slice.expiresOn) ends.set(hex, slice.expiresOn);
      }
    }
  }
  return ends;
}
