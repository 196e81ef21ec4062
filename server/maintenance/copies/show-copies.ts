import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { addDays, dayIn } from "../../domain/zoned-time.ts";
import { listSegments, writtenAt } from "../../inbox/index.ts";
import { type KeyAge, type KeyringStoreAge, keyAges, keyringStoreAges } from "../../keyring/copy-ages.ts";
import { type StoreId, STORE_IDS } from "../../privacy/copies/copy-store.ts";
import { type Exposure, readExposure } from "../../privacy/copies/exposure.ts";
import { findUnclassified } from "../../privacy/copies/find-unclassified.ts";
import { type OldestDatum, readOldest } from "../../privacy/copies/oldest-datum.ts";
import { dataStoreAges, type ExposureRow, listExposure, type StoreAge } from "../../store/copy-ages.ts";
import { canaryNights, type NightView } from "./canary-nights.ts";
import { type Measured, type StoreView, storeViews } from "./store-view.ts";

export interface CopiesView {
  readonly lookedAt: Date;
  readonly stores: readonly StoreView[];
  readonly oldest: readonly OldestDatum[];
  /** If it leaked now. */
  readonly exposure: Exposure;
  /** The last days, as they were written down; the oldest first. */
  readonly days: readonly ExposureRow[];
  readonly nights: readonly NightView[];
  /** What belongs to no store, by name. */
  readonly unclassified: readonly string[];
}

const DAYS = 30;

/** Every store, what of this company stands in it and how old it is, measured now; counts, and never a value. */
export async function showCopies(ctx: CompanyContext): Promise<CopiesView> {
  authoriseCompany(ctx, "copies.see");
  const { company, keyring } = ctx;
  const lookedAt = ctx.clock();
  const today = dayIn(company.timeZone, lookedAt);
  const [keys, inKeyring, segments] = await Promise.all([
    keyAges(keyring, company.id),
    keyringStoreAges(keyring, company.id),
    listSegments(join(ctx.env.home, "inbox"), { companyId: company.id }),
  ]);
  const read = await withCompany(
    door(ctx, "web"),
    company.id,
    async (tx) => {
      const oldest = await readOldest(tx, ctx);
      return {
        oldest,
        exposure: await readExposure(tx, ctx, oldest),
        inData: await dataStoreAges(tx, company.id, lookedAt),
        days: await listExposure(tx, company.id, addDays(today, -DAYS)),
      };
    },
    { readOnly: true },
  );
  const inbox = segments.map((segment) => writtenAt(segment).toISOString().slice(0, 10)).sort();
  const measured = measure({ ...read, keys, inKeyring, inbox });
  return {
    lookedAt,
    stores: storeViews(measured),
    oldest: read.oldest,
    exposure: read.exposure,
    days: read.days,
    nights: await canaryNights(ctx),
    unclassified: (await findUnclassified(ctx)).map(({ name }) => name),
  };
}

interface Read {
  readonly oldest: readonly OldestDatum[];
  readonly exposure: Exposure;
  readonly inData: readonly StoreAge[];
  readonly inKeyring: readonly KeyringStoreAge[];
  readonly keys: readonly KeyAge[];
  /** Days on which the segments that wait were written. */
  readonly inbox: readonly string[];
}

const { phone, ssn, ssn_truncated, name, raw, undefined: line } = DATA_CLASSES;
const PARTY: readonly number[] = [phone, ssn, ssn_truncated, name];

function measure({ oldest, exposure, inData, inKeyring, keys, inbox }: Read): Map<StoreId, Measured> {
  const until = (classes: readonly number[]) =>
    keys
      .filter((key) => classes.includes(key.class))
      .reduce<string | null>((last, key) => (last === null || key.expiresOn > last ? key.expiresOn : last), null);
  const since = (classes: readonly string[]) =>
    oldest
      .filter((one) => classes.includes(one.class))
      .map(({ callDay }) => callDay)
      .sort()[0] ?? null;
  const measured = new Map<StoreId, Measured>();
  for (const { store, held, oldest: at, overdue } of inData)
    if (isStore(store))
      measured.set(store, { held, oldest: at?.toISOString().slice(0, 10) ?? null, until: null, overdue });
  const keyring = (store: KeyringStoreAge["store"]): Measured => {
    const rows = inKeyring.filter((row) => row.store === store);
    const at = rows.map((row) => row.oldest).filter((moment) => moment !== null);
    return {
      held: rows.reduce((sum, row) => sum + row.held, 0),
      oldest:
        at
          .sort((a, b) => a.getTime() - b.getTime())[0]
          ?.toISOString()
          .slice(0, 10) ?? null,
      until: null,
      overdue: rows.reduce((sum, row) => sum + row.overdue, 0),
    };
  };
  const names = ["phone", "ssn", "ssn_truncated", "name"];
  measured.set("subjects", { ...keyring("subjects"), oldest: since(names), until: until(PARTY) });
  measured.set("parties", { held: exposure.appearances, oldest: since(names), until: until(PARTY), overdue: 0 });
  measured.set("raw", { held: exposure.rawRecords, oldest: since(["raw"]), until: until([raw]), overdue: 0 });
  measured.set("undefined", {
    held: exposure.undefinedLines,
    oldest: since(["undefined"]),
    until: until([line]),
    overdue: 0,
  });
  measured.set("inbox", { held: inbox.length, oldest: inbox[0] ?? null, until: null, overdue: 0 });
  for (const store of ["endpoints", "watermarks", "intents"] as const) measured.set(store, keyring(store));
  const [days, boxes] = [keyring("keys"), keyring("boxes")];
  measured.set("keys", {
    held: (days.held ?? 0) + (boxes.held ?? 0),
    oldest: keys[0]?.callDay ?? null,
    until: until(Object.values(DATA_CLASSES)),
    overdue: days.overdue + boxes.overdue,
  });
  return measured;
}

function isStore(id: string): id is StoreId {
  return (STORE_IDS as readonly string[]).includes(id);
}
