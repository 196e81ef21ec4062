import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { encodePayload, type RawRecord, rawSegmentPlace } from "../../domain/raw/index.ts";
import { openPseudonyms, pseudonymise, sealWithSlice, type Slice } from "../../keyring/index.ts";
import {
  caseSlices,
  eachRawSegment,
  type RawSegmentRow,
  type RewrittenSegment,
  rawPlaces,
  rawSegmentsOn,
  rewriteRawSegments,
} from "../../store/index.ts";
import { liveSlices } from "../../keyring/index.ts";
import type { CaseWork } from "./slices-of-case.ts";
import { openSegment } from "./carry-raw.ts";

type Place = Pick<CaseWork, "keyring" | "company">;

/** Somebody whom raw records name by a pseudonym. */
export interface Named {
  /** The subject id, 32 hex digits. */
  readonly subject: string;
  readonly class: number;
  readonly sliceId: number;
}

/** Whomever the raw records of these slices name by a pseudonym; hardly any does. Each day is read once. */
export async function namedInRaw(
  tx: Tx,
  work: Place,
  slices: readonly Pick<Slice, "id" | "expiresOn">[],
): Promise<Named[]> {
  const named = new Map<string, Named>();
  const ids = new Set(slices.map((slice) => slice.id));
  for (const day of new Set(slices.map((slice) => slice.expiresOn))) {
    for await (const page of eachRawSegment(tx, work.company.id, day)) {
      for (const segment of page.filter((one) => ids.has(one.sliceId)))
        for (const one of await namedIn(work, segment)) named.set(`${one.sliceId} ${one.subject}`, one);
    }
  }
  return [...named.values()];
}

async function namedIn(work: Place, segment: RawSegmentRow): Promise<Named[]> {
  const { sliceId } = segment;
  const named: Named[] = [];
  for (const record of (await openSegment(work, segment)) ?? []) {
    for (const { pseudonym, class: cls } of record?.values ?? []) {
      if (pseudonym === null) continue;
      const [opened] = await openPseudonyms(work.keyring, work.company.id, sliceId, pseudonym);
      if (opened?.kind === "subject")
        named.push({ subject: opened.id.toString("hex"), class: DATA_CLASSES[cls], sliceId });
    }
  }
  return named;
}

/**
 * Somebody in held calls got another id, because an erasure takes the old one: their raw names the new one from here on, or it
 * could not be written out any more. To be called in the transaction that moves their rows.
 */
export async function renameInRaw(
  tx: Tx,
  work: Place,
  recordIds: readonly string[],
  ids: { readonly old: Buffer; readonly fresh: Buffer },
): Promise<void> {
  const ofCases = new Set((await caseSlices(tx, work.company.id)).map((one) => one.sliceId));
  const living = (await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.raw] })).filter((slice) =>
    ofCases.has(slice.id),
  );
  if (living.length === 0) return;
  const segmentIds = new Set((await rawPlaces(tx, work.company.id, recordIds)).map((one) => one.segmentId));
  const days = [...new Set(living.map((slice) => slice.expiresOn))];
  const places = [...segmentIds].flatMap((id) => days.map((day) => ({ id, day })));
  const rewritten: RewrittenSegment[] = [];
  for (const segment of await rawSegmentsOn(tx, work.company.id, places)) {
    const changed = ofCases.has(segment.sliceId) ? await renamed(work, segment, ids) : null;
    if (changed !== null) rewritten.push(changed);
  }
  await rewriteRawSegments(tx, work.company.id, rewritten);
}

async function renamed(
  work: Place,
  segment: RawSegmentRow,
  ids: { readonly old: Buffer; readonly fresh: Buffer },
): Promise<RewrittenSegment | null> {
  const { keyring, company } = work;
  const records = await openSegment(work, segment);
  if (records === null) return null;
  const old = await pseudonymise(keyring, company.id, segment.sliceId, ids.old);
  const fresh = await pseudonymise(keyring, company.id, segment.sliceId, ids.fresh);
  const names = (record: RawRecord | null) => record?.values.some(({ pseudonym }) => pseudonym?.equals(old)) === true;
  if (!records.some(names)) return null;
  const next = records.map((record) => {
    if (record === null) return null;
    const values = record.values.map((one) =>
      one.pseudonym?.equals(old) === true ? { ...one, pseudonym: fresh } : one,
    );
    return { ...record, values };
  });
  const place = rawSegmentPlace(company.id, segment.id);
  const sealed = sealWithSlice(keyring, company.id, segment.sliceId, place, encodePayload(next));
  return { id: segment.id, day: segment.expiresOn, sealed, records: segment.records, without: [] };
}
