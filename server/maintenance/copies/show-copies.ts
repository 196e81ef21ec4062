import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { addDays, dayIn } from "../../domain/zoned-time.ts";
import { listSegments, writtenAt } from "../../inbox/index.ts";
import { keyAges, keyringStoreAges } from "../../keyring/copy-ages.ts";
import { type Exposure, readExposure } from "../../privacy/copies/exposure.ts";
import { findUnclassified } from "../../privacy/copies/find-unclassified.ts";
import { type OldestDatum, readOldest } from "../../privacy/copies/oldest-datum.ts";
import { dataStoreAges, type ExposureRow, listExposure } from "../../store/copy-ages.ts";
import { canaryNights, type NightView } from "./canary-nights.ts";
import { measure } from "./gauges.ts";
import { type StoreView, storeViews } from "./store-view.ts";

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
  return {
    lookedAt,
    stores: storeViews(measure({ ...read, keys, inKeyring, inbox })),
    oldest: read.oldest,
    exposure: read.exposure,
    days: read.days,
    nights: await canaryNights(ctx),
    unclassified: (await findUnclassified(ctx)).map(({ name }) => name),
  };
}
