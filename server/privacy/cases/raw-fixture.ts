import { withCompany } from "#db/with-company.ts";
import { DATA_CLASSES, nameOf, ROLES } from "../../domain/codes.ts";
import { decodePayload, encodePayload, type RawRecord, rawSegmentPlace, rebuild } from "../../domain/raw/index.ts";
import { uuidBytes } from "../../domain/uuid.ts";
import { openPseudonyms, openWithSlice, pseudonymise, revealSubjects, sealWithSlice } from "../../keyring/index.ts";
import type { PrivacyFixture } from "../privacy-fixture.ts";
import type { FixtureCall } from "../store-calls-fixture.ts";

interface Segment {
  readonly id: string;
  readonly slice_id: number;
  readonly sealed: Buffer;
}

interface PartyRow {
  readonly record_id: string;
  readonly slice_id: number;
  readonly pseudonym: string;
  readonly role: number;
  readonly class: number;
}

/** For tests: what stands in the raw of all calls, written out as it came; "?" where somebody cannot be put back any more. */
export async function rawLines(fixture: PrivacyFixture): Promise<string[]> {
  const { segments, records, parties } = await readAll(fixture);
  const lines: string[] = [];
  for (const segment of segments) {
    const payload = await open(fixture, segment).catch(() => null);
    for (const [ordinal, raw] of (payload ?? []).entries()) {
      const record = records.find((one) => one.segment_id === segment.id && one.ordinal === ordinal);
      if (raw === null || record === undefined) continue;
      const values: (string | null)[] = [];
      for (const value of raw.values) {
        const row = parties.find(
          (one) =>
            one.record_id === record.id &&
            nameOf(ROLES, one.role) === value.role &&
            nameOf(DATA_CLASSES, one.class) === value.class,
        );
        const place =
          value.pseudonym === null
            ? row && { slice: row.slice_id, pseudonym: uuidBytes(row.pseudonym) }
            : { slice: segment.slice_id, pseudonym: value.pseudonym };
        values.push(place === undefined ? null : await whoIs(fixture, place.slice, place.pseudonym));
      }
      const { bytes, complete } = rebuild(raw.skeleton, raw.holes, values);
      lines.push(complete ? bytes.toString() : "?");
    }
  }
  return lines;
}

/** Puts the raw of calls of one slice into one segment, as ingest does, and names those who share a role. */
export async function packRaw(fixture: PrivacyFixture, calls: readonly FixtureCall[], ids: readonly string[]) {
  const { keyring } = fixture.installation;
  const { segments, records, parties } = await readAll(fixture);
  const [home] = segments;
  if (home === undefined) throw new Error("nothing is stored");
  const packed: RawRecord[] = [];
  for (const [at, id] of ids.entries()) {
    const record = records.find((one) => one.id === id);
    const segment = segments.find((one) => one.id === record?.segment_id);
    const [raw] = segment === undefined ? [] : await open(fixture, segment);
    if (raw === undefined || raw === null) throw new Error("the call has raw");
    const own = calls[at]?.parties ?? [];
    const values = [...raw.values];
    for (const [place, value] of values.entries()) {
      if (own.filter((one) => one.role === value.role && one.class === value.class).length < 2) continue;
      for (const row of parties.filter((one) => one.record_id === id)) {
        const [opened] = await openPseudonyms(keyring, fixture.companyId, row.slice_id, uuidBytes(row.pseudonym));
        if (opened?.kind !== "subject") continue;
        const known = (await whoIs(fixture, row.slice_id, uuidBytes(row.pseudonym))) ?? "";
        if (!known.endsWith((own[place]?.text ?? "").slice(1))) continue;
        const pseudonym = await pseudonymise(keyring, fixture.companyId, home.slice_id, opened.id);
        values[place] = { ...value, pseudonym };
      }
    }
    packed.push({ ...raw, values });
  }
  const place = rawSegmentPlace(fixture.companyId, home.id);
  const sealed = sealWithSlice(keyring, fixture.companyId, home.slice_id, place, encodePayload(packed));
  await withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => {
    await tx`delete from data.raw_segment r where r.id <> ${home.id}`;
    await tx`update data.raw_segment r set sealed = ${sealed}, records = ${packed.length}`;
    for (const [ordinal, id] of ids.entries())
      await tx`update data.call_record c set segment_id = ${home.id}, ordinal = ${ordinal} where c.id = ${id}`;
  });
}

async function open({ installation, companyId }: PrivacyFixture, segment: Segment) {
  const place = rawSegmentPlace(companyId, segment.id);
  return decodePayload(await openWithSlice(installation.keyring, companyId, segment.slice_id, place, segment.sealed));
}

async function whoIs({ installation, companyId }: PrivacyFixture, slice: number, pseudonym: Buffer) {
  const [opened] = await openPseudonyms(installation.keyring, companyId, slice, pseudonym);
  if (opened?.kind !== "subject") return null;
  return (
    (await revealSubjects(installation.keyring, companyId, [opened.id])).get(opened.id.toString("hex"))?.canonical ??
    null
  );
}

async function readAll(fixture: PrivacyFixture) {
  return await withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => ({
    segments: (await tx`select id, slice_id, sealed from data.raw_segment order by id`) as unknown as Segment[],
    records: (await tx`select id, segment_id, ordinal from data.call_record`) as unknown as {
      readonly id: string;
      readonly segment_id: string | null;
      readonly ordinal: number | null;
    }[],
    parties: (await tx`select record_id, slice_id, pseudonym, role, class from data.party`) as unknown as PartyRow[],
  }));
}
