import type { Product } from "../../domain/codes.ts";
import { DATA_CLASSES, PRODUCTS } from "../../domain/codes.ts";
import type { Day } from "../../domain/zoned-time.ts";
import { openGate } from "../../gate/index.ts";
import { endpointLabels, type Keyring, liveSlices, personMarks, type Slice } from "../../keyring/index.ts";
import { readCheckpoint } from "../../store/checkpoints.ts";
import { readGate } from "../../store/gate.ts";
import { type RawPageRow, type RawPlaces, readersOf } from "../../store/raw-lists.ts";
import type { SourceSettings } from "../source-settings.ts";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { openSegments, type OpeningPlace } from "./open-segments.ts";
import { readSegment, type Reader, type ReadSegment } from "./read-segment.ts";

/** What reading stored calls anew needs besides how they are read: the door `web` of both clusters. */
export interface ReplayPlace {
  readonly keyring: Keyring;
  readonly web: Sql;
  readonly clock: () => Date;
}

/** Where raw records of some days of calls stand, and whose keys open them. */
export interface ReplayRange {
  readonly places: RawPlaces;
  readonly slices: ReadonlyMap<number, Slice>;
}

export async function rangeOf(
  { keyring }: Pick<ReplayPlace, "keyring">,
  of: {
    readonly companyId: number;
    readonly sourceId: number;
    readonly product: Product;
    readonly from: Day;
    readonly to: Day;
  },
): Promise<ReplayRange> {
  const { companyId, sourceId, product, from, to } = of;
  const classes = Object.values(DATA_CLASSES);
  const all = await liveSlices(keyring, companyId, { classes, products: [PRODUCTS[product]] });
  const raw = all.filter((one) => one.class === DATA_CLASSES.raw && one.callDay >= from && one.callDay <= to);
  const days = [...new Set(raw.map((slice) => slice.expiresOn))].sort();
  return {
    places: { companyId, sourceId, days, slices: raw.map(({ id }) => id) },
    slices: new Map(all.map((slice) => [slice.id, slice])),
  };
}

/** Segments as they are read anew. What is restricted, left out and shielded is asked for with each of them: it may change meanwhile. */
export async function readSegments(
  place: ReplayPlace,
  settings: SourceSettings,
  driver: string,
  range: ReplayRange,
  rows: readonly RawPageRow[],
): Promise<ReadSegment[]> {
  const { keyring, web } = place;
  const { companyId, companyZone } = settings;
  const marks = await personMarks(keyring, companyId);
  const opening: OpeningPlace = { keyring, web, companyId, companyZone, slices: range.slices, marks };
  const segments = await openSegments(opening, rows);
  const ids = segments.flatMap(({ calls }) =>
    calls.flatMap(({ facts }) => [facts.endpointId, facts.queueId, facts.trunkId].flatMap((id) => id ?? [])),
  );
  const labels = await endpointLabels(keyring, companyId, ids);
  const { gate, states } = await besides(place, settings, driver, rows);
  const read: ReadSegment[] = [];
  for (const segment of segments) {
    const state = states.get(segment.row.id) ?? {};
    const reader: Reader = { keyring, settings, gate, labels, marks, state };
    read.push(await readSegment(reader, segment));
  }
  return read;
}

/** The gate of today, and what the files of these segments had said, where the same driver had read them. */
async function besides(
  { web, clock }: ReplayPlace,
  settings: SourceSettings,
  driver: string,
  rows: readonly RawPageRow[],
) {
  const { companyId, sourceId, decode, site, siteZone } = settings;
  return await withCompany(
    web,
    companyId,
    async (tx) => {
      const stored = {
        filter: (await readGate(tx, companyId, "filter"))?.settings ?? null,
        shield: (await readGate(tx, companyId, "shield"))?.settings ?? null,
      };
      const readers = await readersOf(tx, companyId, [...new Set(rows.flatMap(({ readerId }) => readerId ?? []))]);
      const sameDriver = new Set(readers.filter((one) => one.driver === driver).map(({ id }) => id));
      const byDelivery = new Map<string, Record<string, unknown>>();
      const states = new Map<string, Record<string, unknown>>();
      for (const { id, deliveryId, readerId } of rows) {
        if (readerId === null || !sameDriver.has(readerId)) continue;
        let state = byDelivery.get(deliveryId);
        if (state === undefined) {
          const checkpoint = await readCheckpoint(tx, companyId, sourceId, deliveryId);
          state = stateOf(checkpoint?.identity ?? null);
          byDelivery.set(deliveryId, state);
        }
        states.set(id, state);
      }
      const gate = openGate(stored, { sourceId, decode, site, zone: siteZone }, clock());
      return { gate, states };
    },
    { readOnly: true },
  );
}

function stateOf(identity: Readonly<Record<string, unknown>> | null): Record<string, unknown> {
  const kept = identity?.["decoder"];
  return typeof kept === "object" && kept !== null ? { ...kept } : {};
}
