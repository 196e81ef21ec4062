import { zstdDecompressSync } from "node:zlib";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import {
  liveSlices,
  openBox,
  openPseudonyms,
  openWithSlice,
  revealSubjects,
  type Keyring,
} from "#server/keyring/index.ts";
import { uuidBytes } from "#server/domain/uuid.ts";

export interface Loot {
  /** Different identifiers that rows of the data cluster opened to. */
  readonly identifiers: ReadonlySet<string>;
  /** Plain texts of everything sealed that opened: raw segments and undefined lines. */
  readonly texts: readonly string[];
  /** Sealed plans of erasures whose key is still there. */
  readonly boxes: number;
  /** What was tried: ciphertexts times keys. */
  readonly tried: number;
}

/**
 * Somebody has a data cluster (today's, or a copy from before) and all of today's keys, and tries every key on every
 * ciphertext: it takes nothing for granted about which belongs to which.
 */
export async function attack(data: Sql, keyring: Keyring, companyId: number): Promise<Loot> {
  const slices = await liveSlices(keyring, companyId, { classes: [1, 2, 3, 4, 5, 6, 8] });
  const rows = await withCompany(data, companyId, async (tx) => ({
    pseudonyms: await tx`
      select pseudonym as p from data.party union select pseudonym from data.selection_hit
      union select subject_pseudonym from data.audit where subject_pseudonym is not null`,
    sealed: await tx`
      select 'raw_segment' as place, id, sealed from data.raw_segment union all select 'undefined_line', id, sealed from data.undefined_line`,
  }));
  const boxes = await openingPlans(data, keyring, companyId);
  const packed = Buffer.concat(rows.pseudonyms.map((row) => uuidBytes(row["p"] as string)));
  const subjects = new Map<string, Buffer>();
  const texts: string[] = [];
  for (const slice of slices) {
    for (const one of await openPseudonyms(keyring, companyId, slice.id, packed)) {
      if (one.kind === "subject") subjects.set(one.id.toString("hex"), Buffer.from(one.id));
    }
    for (const row of rows.sealed) {
      const aad = `data.${row["place"]}.sealed/${companyId}/${row["id"]}`;
      const plain = await openWithSlice(keyring, companyId, slice.id, aad, row["sealed"] as Buffer).catch(() => null);
      if (plain !== null)
        texts.push((row["place"] === "raw_segment" ? zstdDecompressSync(plain) : plain).toString("latin1"));
    }
  }
  const revealed = await revealSubjects(keyring, companyId, [...subjects.values()]);
  const identifiers = new Set([...revealed.values()].map((value) => value.canonical));
  return { identifiers, texts, boxes, tried: slices.length * (rows.pseudonyms.length + rows.sealed.length) };
}

/** The plan of an erasure names the number; its key must have died with the erasure. */
async function openingPlans(data: Sql, keyring: Keyring, companyId: number): Promise<number> {
  const plans = await withCompany(
    data,
    companyId,
    (tx) => tx`select coalesce(detail->>'planBox', id::text) as box from data.erasure where detail ? 'plan'`,
  );
  let open = 0;
  for (const plan of plans) {
    const box = await openBox(keyring, companyId, plan["box"] as string).catch(() => null);
    if (box !== null) open++;
  }
  return open;
}
