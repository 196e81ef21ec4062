import type { Tx } from "#db/clients.ts";
import type { Company, Installation } from "../../context.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { keyAges, keyringStoreAges } from "../../keyring/copy-ages.ts";
import { type ExposureRow, dataStoreAges, sealedAges } from "../../store/copy-ages.ts";
import { listStored } from "../../store/index.ts";
import { type OldestDatum, readOldest } from "./oldest-datum.ts";

/** If it leaked now: what whoever holds both clusters and the root key could read of a company. Counts, never whose. */
export type Exposure = Omit<ExposureRow, "companyId" | "day" | "measuredAt">;

type Place = Pick<Installation, "keyring" | "clock"> & { readonly company: Company };

/** Counted on what stands there: identifiers once each in the keyring, raw records and lines whose key lives. */
export async function readExposure(tx: Tx, place: Place, oldest?: readonly OldestDatum[]): Promise<Exposure> {
  const { company, keyring } = place;
  const subjects = new Map(
    (await keyringStoreAges(keyring, company.id))
      .filter(({ store }) => store === "subjects")
      .map((row) => [row.class, row.held]),
  );
  const living = new Set((await keyAges(keyring, company.id)).map(({ id }) => id));
  const sealed = (await sealedAges(tx, company.id)).filter(({ sliceId }) => living.has(sliceId));
  const sealedOf = (cls: number) => sum(sealed.filter((row) => row.class === cls).map((row) => row.held));
  const stored = await listStored(tx, company.id);
  const calls = (await dataStoreAges(tx, company.id, place.clock())).find(({ store }) => store === "calls");
  const ages = (oldest ?? (await readOldest(tx, place))).map(({ ageDays }) => ageDays);
  return {
    numbers: subjects.get(DATA_CLASSES.phone) ?? 0,
    ssns: subjects.get(DATA_CLASSES.ssn) ?? 0,
    truncated: subjects.get(DATA_CLASSES.ssn_truncated) ?? 0,
    names: subjects.get(DATA_CLASSES.name) ?? 0,
    appearances: sum(stored.filter((row) => row.class <= DATA_CLASSES.name).map((row) => row.held)),
    rawRecords: sealedOf(DATA_CLASSES.raw),
    undefinedLines: sealedOf(DATA_CLASSES.undefined),
    calls: calls?.held ?? 0,
    oldestDays: Math.max(0, ...ages),
  };
}

/** The row of today, in the company's own day. */
export function exposureRow(place: Place, exposure: Exposure): ExposureRow {
  const measuredAt = place.clock();
  return { ...exposure, companyId: place.company.id, day: dayIn(place.company.timeZone, measuredAt), measuredAt };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
