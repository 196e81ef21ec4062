import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { canonicalPhone, type NumberKind, type NumberReason, numberReader } from "../../domain/numbers/index.ts";
import { type Rate, rateCall, rateTable, type TariffVersion } from "../../domain/tariff/index.ts";
import { type Day, dayIn, zonedInstant } from "../../domain/zoned-time.ts";
import { readSorting, readTariff, sourceById, tariffVersions } from "../../store/index.ts";
import { currencyOfCountry } from "../../domain/money.ts";
import { requireSource } from "../require-source.ts";

export const TryTariffInput = z.strictObject({
  /** As somebody would dial it; of an incoming call the own number that was called. It is read and forgotten. */
  number: z.string().trim().min(2).max(40),
  /** By the clock of the site. */
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "Write day and time as 2026-11-22T08:30."),
  seconds: z.int().min(0).max(1_000_000),
  direction: z.enum(["out", "in"]).default("out"),
  /** Whose prefixes and clock; null: the company's. */
  sourceId: z.int().positive().nullable().default(null),
});
export type TryTariffInput = z.input<typeof TryTariffInput>;

export interface TriedTariff {
  /** How the number was read. */
  readonly kind: NumberKind;
  readonly reason: NumberReason;
  /** Hundredths; null: no line is about such a call, and the telephone system's word counts, if it has one. */
  readonly cents: number | null;
  readonly currency: string;
  /** The line that says so, and from which day its tariff is valid. */
  readonly rate: Rate | null;
  readonly validFrom: Day | null;
}

/** What an answered call would cost, by the very rules that rate calls when they are read. The number is kept nowhere. */
export async function tryTariff(ctx: CompanyContext, input: TryTariffInput): Promise<TriedTariff> {
  authoriseCompany(ctx, "processing.see");
  const { number, at, seconds, direction, sourceId } = TryTariffInput.parse(input);
  const { company } = ctx;
  const { source, versions, currency } = await withCompany(
    door(ctx, "web"),
    company.id,
    async (tx) => {
      await requireSource(tx, company.id, sourceId);
      const place = sourceId === null ? null : await sourceById(tx, company.id, sourceId);
      const startedAt = instantOf(at, place?.timeZone ?? company.timeZone);
      const valid = (await tariffVersions(tx, company.id)).find(
        (one) => one.validFrom <= dayIn(company.timeZone, startedAt),
      );
      const tables: TariffVersion[] =
        valid === undefined
          ? []
          : [{ validFrom: valid.validFrom, table: rateTable(await readTariff(tx, company.id, valid.id)) }];
      return { source: place, versions: tables, currency: (await readSorting(tx, company.id)).currency };
    },
    { readOnly: true },
  );
  const siteZone = source?.timeZone ?? company.timeZone;
  const own = source === null || source.country === null || source.country === company.country ? company : null;
  const site = {
    country: source?.country ?? company.country,
    outsideLine: source?.outsideLine ?? own?.outsideLine ?? null,
    extensionDigits: source?.extensionDigits ?? own?.extensionDigits ?? null,
    internationalPrefix: source?.internationalPrefix ?? own?.internationalPrefix ?? null,
  };
  const read = numberReader(site)(number);
  const rated = rateCall(
    versions,
    { site, siteZone, companyZone: company.timeZone },
    {
      ...{ direction, disposition: "answered", startedAt: instantOf(at, siteZone), durationSeconds: seconds },
      ...{ called: canonicalPhone(read), dialled: number },
    },
  );
  return {
    ...{ kind: read.kind, reason: read.reason, cents: rated?.cents ?? null },
    ...{ currency: currency ?? currencyOfCountry(company.country), rate: rated?.rate ?? null },
    validFrom: rated?.validFrom ?? versions[0]?.validFrom ?? null,
  };
}

function instantOf(at: string, zone: string): Date {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = at.split(/[-T:]/).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59)
    throw new AppError("bad-input", "Write day and time as 2026-11-22T08:30.", { field: "at" });
  return zonedInstant(year, month, day, hour, minute, 0, zone);
}
