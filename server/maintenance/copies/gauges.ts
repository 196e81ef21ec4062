import { DATA_CLASSES } from "../../domain/codes.ts";
import type { KeyAge, KeyringStoreAge } from "../../keyring/copy-ages.ts";
import { MEASURED, type MeasuredId, type StoreId } from "../../privacy/copies/copy-store.ts";
import type { Exposure } from "../../privacy/copies/exposure.ts";
import type { OldestDatum } from "../../privacy/copies/oldest-datum.ts";
import type { StoreAge } from "../../store/copy-ages.ts";
import { type Measured, UNMEASURED } from "./store-view.ts";

/** What was read of a company, once for all gauges. */
export interface Read {
  readonly oldest: readonly OldestDatum[];
  readonly exposure: Exposure;
  readonly inData: readonly StoreAge[];
  readonly inKeyring: readonly KeyringStoreAge[];
  readonly keys: readonly KeyAge[];
  /** Days on which the segments that wait were written. */
  readonly inbox: readonly string[];
}

type Gauge = (read: Read) => Measured;

const { phone, ssn, ssn_truncated, name, raw, undefined: line } = DATA_CLASSES;
const PARTY: readonly number[] = [phone, ssn, ssn_truncated, name];
const PARTY_NAMES: readonly string[] = ["phone", "ssn", "ssn_truncated", "name"];

/** The `oldest` of each store that the copy register calls measured: one without a gauge does not compile. */
export const GAUGES: Readonly<Record<MeasuredId, Gauge>> = {
  subjects: (read) => ({ ...inKeyring(read, "subjects"), oldest: since(read, PARTY_NAMES), until: until(read, PARTY) }),
  parties: (read) => sealed(read, read.exposure.appearances, PARTY_NAMES, PARTY),
  raw: (read) => sealed(read, read.exposure.rawRecords, ["raw"], [raw]),
  undefined: (read) => sealed(read, read.exposure.undefinedLines, ["undefined"], [line]),
  inbox: ({ inbox }) => ({ held: inbox.length, oldest: inbox[0] ?? null, until: null, overdue: 0 }),
  endpoints: (read) => inKeyring(read, "endpoints"),
  watermarks: (read) => inKeyring(read, "watermarks"),
  "private-numbers": (read) => inKeyring(read, "private-numbers"),
  intents: (read) => inKeyring(read, "intents"),
  keys: (read) => {
    const [days, boxes] = [inKeyring(read, "keys"), inKeyring(read, "boxes")];
    return {
      held: (days.held ?? 0) + (boxes.held ?? 0),
      oldest: read.keys[0]?.callDay ?? null,
      until: until(read, Object.values(DATA_CLASSES)),
      overdue: days.overdue + boxes.overdue,
    };
  },
  calls: inData("calls"),
  selections: inData("selections"),
  exports: inData("exports"),
  erasures: inData("erasures"),
  certificates: inData("certificates"),
  cases: inData("cases"),
  audit: inData("audit"),
  "saved-views": inData("saved-views"),
  accounts: inData("accounts"),
  sessions: inData("sessions"),
  settings: inData("settings"),
  operations: inData("operations"),
  figures: inData("figures"),
};

/** Every store that is measured, in one go. */
export function measure(read: Read): Map<StoreId, Measured> {
  return new Map(MEASURED.map((id) => [id, GAUGES[id](read)]));
}

function inData(id: MeasuredId): Gauge {
  return (read) => {
    const row = read.inData.find(({ store }) => store === id);
    if (row === undefined) return UNMEASURED;
    return { held: row.held, oldest: dayOf(row.oldest), until: null, overdue: row.overdue };
  };
}

function inKeyring({ inKeyring: all }: Read, store: KeyringStoreAge["store"]): Measured {
  const rows = all.filter((row) => row.store === store);
  const moments = rows.map((row) => row.oldest).filter((moment) => moment !== null);
  const [first = null] = moments.sort((a, b) => a.getTime() - b.getTime());
  return {
    held: rows.reduce((sum, row) => sum + row.held, 0),
    oldest: dayOf(first),
    until: null,
    overdue: rows.reduce((sum, row) => sum + row.overdue, 0),
  };
}

function sealed(read: Read, held: number, names: readonly string[], classes: readonly number[]): Measured {
  return { held, oldest: since(read, names), until: until(read, classes), overdue: 0 };
}

function until({ keys }: Read, classes: readonly number[]): string | null {
  return keys
    .filter((key) => classes.includes(key.class))
    .reduce<string | null>((last, key) => (last === null || key.expiresOn > last ? key.expiresOn : last), null);
}

function since({ oldest }: Read, classes: readonly string[]): string | null {
  const days = oldest.filter((one) => classes.includes(one.class)).map(({ callDay }) => callDay);
  return days.sort()[0] ?? null;
}

function dayOf(moment: Date | null): string | null {
  return moment?.toISOString().slice(0, 10) ?? null;
}
