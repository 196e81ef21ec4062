import { createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import type { Sql } from "#db/clients.ts";
import { uuidBytes } from "#server/domain/uuid.ts";
import { type RawCompanyKeys, unwrapCompanyKeys } from "#server/keyring/company-keys.ts";
import { readCanonical } from "#server/keyring/forms.ts";
import { subjectPlace } from "#server/keyring/lookups.ts";
import { open } from "#server/keyring/sealing.ts";
import { slicePlace } from "#server/keyring/slice-keys.ts";
import type { RootKey } from "#server/keyring/secrets.ts";

/** What the thief kept of the data cluster, row by row: a backup of long ago. */
export interface DataBackup {
  readonly companyId: number;
  readonly rows: readonly { readonly sliceId: number; readonly pseudonym: Buffer }[];
}

/** Everything that a thief has who holds today's keyring, or the root key of a day. */
export interface Thief {
  readonly roots: readonly RootKey[];
  /** Company keys of today, opened: they may fit what is in an old copy. */
  readonly companyKeys: readonly RawCompanyKeys[];
}

/**
 * Somebody has a copy of the keyring, a backup of the data cluster and these keys, and tries every key on everything: gives
 * the identifiers that rows of the backup opened to, and the keys that opened in the copy.
 */
export async function attackCopy(
  sql: Sql,
  backup: DataBackup,
  thief: Thief,
): Promise<{ identifiers: Set<string>; companyKeys: RawCompanyKeys[]; sliceKeys: number; subjects: number }> {
  const { companyId } = backup;
  const read = await sql.begin(async (tx) => {
    await tx.unsafe(`set local app.company_id = '${companyId}'`);
    return {
      keys: await tx`select generation, wrapped from keyring.company_key where company_id = ${companyId}`,
      subjects:
        await tx`select replace(id::text, '-', '') as id, class, sealed from keyring.subject where company_id = ${companyId}`,
      slices: await tx`select * from keyring.slice where company_id = ${companyId} and wrapped is not null`,
    };
  });
  const opened: RawCompanyKeys[] = [];
  for (const row of read.keys)
    for (const root of thief.roots) {
      const raw = await unwrapCompanyKeys(root, companyId, row["generation"] as number, row["wrapped"] as string).catch(
        () => null,
      );
      if (raw !== null) opened.push(raw);
    }
  const keys = [...opened, ...thief.companyKeys];
  const seals = keys.map((raw) => createSecretKey(raw.seal));
  const names = new Map<string, string>();
  for (const row of read.subjects) {
    const place = subjectPlace(companyId, row["class"] as number, uuidBytes(row["id"] as string));
    const plain = firstThatOpens(seals, place, row["sealed"] as Buffer);
    if (plain !== null) names.set(row["id"] as string, readCanonical(plain));
  }
  const wraps = keys.map((raw) => createSecretKey(raw.wrap));
  const pseudonymKeys: Buffer[] = [];
  for (const row of read.slices) {
    const place = slicePlace(companyId, row["id"] as number, {
      product: row["product"] as number,
      class: row["class"] as number,
      callDay: row["call_day"] as string,
      expiresOn: row["expires_on"] as string,
      destroyAt: row["destroy_at"] as Date,
    });
    const raw = firstThatOpens(wraps, place, (row["wrapped"] as Buffer).subarray(4));
    if (raw !== null)
      pseudonymKeys.push(
        Buffer.from(hkdfSync("sha256", raw, "", `gallra/1/pseudonym/${companyId}/${row["id"] as number}`, 32)),
      );
  }
  return {
    identifiers: named(backup, pseudonymKeys, names),
    companyKeys: opened,
    sliceKeys: pseudonymKeys.length,
    subjects: names.size,
  };
}

/** Every pseudonym of the backup under every slice key, and the names of whom they point at. */
function named(backup: DataBackup, keys: readonly Buffer[], names: ReadonlyMap<string, string>): Set<string> {
  const packed = Buffer.concat(backup.rows.map((row) => row.pseudonym));
  const found = new Set<string>();
  for (const key of keys) {
    const ids = createDecipheriv("aes-256-ecb", key, null).setAutoPadding(false).update(packed);
    for (let at = 0; at < ids.length; at += 16) {
      if (ids.readUInt32BE(at + 12) !== 0) continue;
      const name = names.get(ids.toString("hex", at, at + 16));
      if (name !== undefined) found.add(name);
    }
  }
  return found;
}

function firstThatOpens(keys: readonly KeyObject[], place: string, sealed: Buffer): Buffer | null {
  for (const key of keys) {
    try {
      return open(key, place, sealed);
    } catch {
      // Not this one.
    }
  }
  return null;
}
