import type { Tx } from "#db/clients.ts";
import type { Company, Installation } from "../../context.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { rawSegmentPlace, undefinedLinePlace } from "../../domain/raw/index.ts";
import { openWithSlice, sealWithSlice, type Slice } from "../../keyring/index.ts";
import {
  eachPartyOfSlice,
  eachRawSegment,
  eachUndefinedLine,
  moveRawSegment,
  moveUndefinedLine,
  replaceParties,
} from "../../store/index.ts";

type Work = Installation & { readonly company: Company };

/** Everything that stands under a slice goes from one day's partitions to another's, inside the caller's transaction. */
export async function carryRows(tx: Tx, work: Work, slice: Slice, from: string, to: string): Promise<void> {
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
