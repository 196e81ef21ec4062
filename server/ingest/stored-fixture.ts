import { DATA_CLASSES, nameOf, ROLES } from "../domain/codes.ts";
import { decodePayload, rawSegmentPlace, rebuild, undefinedLinePlace } from "../domain/raw/index.ts";
import { openPseudonyms, openWithSlice, revealSubjects } from "../keyring/index.ts";
import type { IngestFixture } from "./ingest-fixture.ts";
import { withCompany } from "#db/with-company.ts";

/** For tests: what is stored, opened with the keyring as the portal would open it. */
export interface StoredParty {
  readonly record: string;
  readonly role: string;
  readonly class: string;
  /** null = nobody can read it. */
  readonly canonical: string | null;
  readonly expiresOn: string;
}

export async function storedParties(f: IngestFixture): Promise<StoredParty[]> {
  const rows = await asOwner(f, "select * from data.party order by record_id, class, role");
  const parties: StoredParty[] = [];
  for (const row of rows) {
    const pseudonym = Buffer.from(String(row["pseudonym"]).replaceAll("-", ""), "hex");
    const [opened] = await openPseudonyms(f.keyring, f.companyId, row["slice_id"] as number, pseudonym);
    const known = opened?.kind === "subject" ? await revealSubjects(f.keyring, f.companyId, [opened.id]) : new Map();
    const id = opened?.kind === "subject" ? opened.id.toString("hex") : "";
    parties.push({
      record: row["record_id"] as string,
      role: nameOf(ROLES, row["role"] as number) ?? "?",
      class: nameOf(DATA_CLASSES, row["class"] as number) ?? "?",
      canonical: (known.get(id) as { canonical: string } | undefined)?.canonical ?? null,
      expiresOn: row["expires_on"] as string,
    });
  }
  return parties;
}

export async function storedRecords(f: IngestFixture): Promise<Record<string, unknown>[]> {
  return asOwner(f, "select * from data.call_record order by id");
}

export interface StoredRaw {
  readonly bytes: string;
  readonly written: Buffer;
  readonly complete: boolean;
  readonly skeleton: string;
}

/** Raw records with their values put back, and their skeletons. */
export async function storedRaw(f: IngestFixture): Promise<StoredRaw[]> {
  const parties = await storedParties(f);
  const records = await storedRecords(f);
  const out: StoredRaw[] = [];
  for (const segment of await asOwner(f, "select * from data.raw_segment order by id")) {
    const id = segment["id"] as string;
    const sealed = segment["sealed"] as Buffer;
    const payload = await openWithSlice(
      f.keyring,
      f.companyId,
      segment["slice_id"] as number,
      rawSegmentPlace(f.companyId, id),
      sealed,
    );
    for (const [ordinal, raw] of decodePayload(payload).entries()) {
      const record = records.find((one) => one["segment_id"] === id && one["ordinal"] === ordinal);
      if (raw === null || record === undefined) continue;
      const values: (string | null)[] = [];
      for (const value of raw.values) {
        if (value.pseudonym === null) {
          const party = parties.find(
            (one) => one.record === record["id"] && one.role === value.role && one.class === value.class,
          );
          values.push(party?.canonical ?? null);
        } else {
          const [opened] = await openPseudonyms(f.keyring, f.companyId, segment["slice_id"] as number, value.pseudonym);
          if (opened?.kind !== "subject") throw new Error("the pseudonym in a raw record does not open");
          const known = await revealSubjects(f.keyring, f.companyId, [opened.id]);
          values.push(known.get(opened.id.toString("hex"))?.canonical ?? null);
        }
      }
      const { bytes, complete } = rebuild(raw.skeleton, raw.holes, values);
      out.push({ bytes: bytes.toString(), written: bytes, complete, skeleton: Buffer.from(raw.skeleton).toString() });
    }
  }
  return out;
}

export async function storedLines(f: IngestFixture): Promise<{ reason: string; bytes: string; position: number }[]> {
  const out: { reason: string; bytes: string; position: number }[] = [];
  for (const row of await asOwner(f, "select * from data.undefined_line order by position")) {
    const place = undefinedLinePlace(f.companyId, row["id"] as string);
    const plain = await openWithSlice(
      f.keyring,
      f.companyId,
      row["slice_id"] as number,
      place,
      row["sealed"] as Buffer,
    );
    out.push({ reason: row["reason"] as string, bytes: plain.toString("latin1"), position: row["position"] as number });
  }
  return out;
}

export async function asOwner(f: IngestFixture, query: string): Promise<Record<string, unknown>[]> {
  return withCompany(f.db.data("owner"), f.companyId, async (tx) => [...(await tx.unsafe(query))]);
}
