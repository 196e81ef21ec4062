import { createHash, randomBytes } from "node:crypto";
import type { TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import type { StoreBatch, StoreParty, StoreRecord } from "./batch.ts";
import { partyBit } from "../domain/codes.ts";

/** For tests: a company with its fence, and batches of calls whose facts are given in few words. */
export async function openCompany(db: TestDatabase, slug: string): Promise<number> {
  const web = db.data("web");
  const [reseller] = await web`select data.add_reseller('Reseller') as id`;
  const [row] =
    await web`select data.add_company(${reseller?.["id"] as number}, ${slug}, 'Company', 'private', 'Europe/Stockholm', 'SE',
    '0', 4::int2, '00', 'sv') as id`;
  const id = row?.["id"] as number;
  await withCompany(web, id, (tx) => tx`select data.open_company(${id})`);
  return id;
}

export interface CallOf {
  /** Ms since 1970. */
  readonly at: number;
  readonly person: string;
  readonly facts?: string;
  readonly erased?: boolean;
}

export interface BatchOf {
  readonly companyId: number;
  readonly calls: readonly CallOf[];
  readonly deliveryId: string;
  readonly from?: number;
  readonly to?: number;
  readonly epoch?: number;
  readonly fencing?: number;
  readonly expiresOn?: string;
  readonly sliceId?: number;
  readonly ids?: ReadonlyMap<number, number>;
}

/** The stand-in of a pseudonym: the same person in the same slice has the same one. */
export function pseudonymOf(person: string, sliceId = 1): Buffer {
  return createHash("sha256").update(`${sliceId} ${person}`).digest().subarray(0, 16);
}

export function callId(call: CallOf, ordinal: number): Buffer {
  const id = Buffer.alloc(16);
  id.writeUIntBE(call.at, 0, 6);
  createHash("sha256")
    .update(`${call.at} ${call.facts ?? ""} ${ordinal}`)
    .digest()
    .copy(id, 6, 0, 10);
  return id;
}

export function batchOf(options: BatchOf): StoreBatch {
  const { companyId, calls, deliveryId, expiresOn = "2026-03-01", sliceId = 1 } = options;
  const seen = new Map<string, number>();
  const ordinals = calls.map((call, index) => {
    const key = callId(call, 0).toString("hex");
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return options.ids?.get(index) ?? ordinal;
  });
  const segmentId = randomBytes(16);
  const records = calls.map((call, index) => recordOf(call, callId(call, ordinals[index] ?? 0), segmentId, index));
  const parties: StoreParty[] = calls.flatMap((call, index) =>
    call.erased === true || call.person === ""
      ? []
      : [
          {
            recordId: records[index]?.id ?? Buffer.alloc(16),
            expiresOn,
            sliceId,
            pseudonym: pseudonymOf(call.person, sliceId),
            role: 1,
            class: 1,
            sourceId: 1,
            product: 4,
          },
        ],
  );
  return {
    companyId,
    epoch: options.epoch ?? 1,
    checkpoint: {
      sourceId: 1,
      deliveryId,
      from: options.from ?? 0,
      to: options.to ?? 100,
      fencing: options.fencing ?? 1,
      identity: null,
      done: false,
    },
    records,
    parties,
    rawSegments:
      calls.length === 0
        ? []
        : [
            {
              id: segmentId,
              expiresOn,
              sliceId,
              sourceId: 1,
              product: 4,
              deliveryId,
              records: calls.length,
              sealed: randomBytes(40),
              readerId: null,
            },
          ],
    undefinedLines: [],
    session: null,
    audit: { action: "ingest", actor: "worker", detail: {} },
    idAt: (index, ordinal) => callId(calls[index] ?? { at: 0, person: "" }, ordinal),
    rebuild: (drop, free) => {
      const kept = calls.map((call, index) => ({ call, index })).filter(({ index }) => !drop.has(index));
      const ids = new Map(kept.map(({ index }, at) => [at, free.get(index) ?? ordinals[index] ?? 0]));
      return batchOf({ ...options, calls: kept.map(({ call }) => call), ids });
    },
  };
}

function recordOf(call: CallOf, id: Buffer, segmentId: Buffer, ordinal: number): StoreRecord {
  const bit = call.person === "" ? 0 : partyBit("calling", "phone");
  return {
    id,
    sourceId: 1,
    product: 4,
    kind: 1,
    direction: 1,
    disposition: 1,
    startedAt: new Date(call.at),
    callDay: new Date(Math.min(call.at, Date.UTC(9999, 0, 1))).toISOString().slice(0, 10),
    durationSeconds: 12,
    ringSeconds: 3,
    endpointId: 7,
    queueId: null,
    trunkId: null,
    costCents: null,
    parties: bit,
    erased: call.erased === true ? bit : 0,
    late: 0,
    segmentId,
    ordinal,
    partOf: null,
    apart: null,
    nature: null,
    category: null,
  };
}

/** How many rows a query of the owner sees in a company; row-level security holds for the owner too. */
export async function countRows(
  db: TestDatabase,
  companyId: number,
  table: "call_record" | "party" | "raw_segment" | "undefined_line",
): Promise<number> {
  return withCompany(db.data("owner"), companyId, async (tx) => {
    const [row] = await tx.unsafe(`select count(*)::int as n from data.${table}`);
    return row?.["n"] as number;
  });
}
