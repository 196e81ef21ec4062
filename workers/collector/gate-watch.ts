import { AppError } from "#server/domain/app-error.ts";
import { siteOf } from "#server/domain/numbers/index.ts";
import { driverNamed } from "#server/drivers/catalogue.ts";
import { type Gate, openGate, shieldEnds, type StoredGate } from "#server/gate/index.ts";
import { SourceTrouble } from "#server/sources/index.ts";
import { type CompanyRow, findCompany } from "#server/store/companies.ts";
import { storedGateOf } from "#server/store/gate.ts";
import { driverOptionsOf } from "#server/store/source-options.ts";
import type { SourceRow } from "#server/store/sources.ts";
import type { CollectorContext } from "./collector-context.ts";
import { withCompany } from "#db/with-company.ts";

/** The gate of a source as it holds now. Equal keys mean equal gates. */
export interface OpenedGate {
  readonly key: string;
  /** null: everything goes into the inbox as it comes. */
  readonly gate: Gate | null;
}

export interface GateWatch {
  /** As it was read at most a second ago. Throws SourceTrouble "rules-unread": what cannot be read lets nothing through. */
  current(): Promise<OpenedGate>;
}

/** A changed rule holds for what is read so many milliseconds later. */
const FRESH_MS = 1_000;

export function watchGate(ctx: Pick<CollectorContext, "sql" | "clock">, row: SourceRow): GateWatch {
  let known: OpenedGate | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    async current() {
      if (known !== null && performance.now() - readAt < FRESH_MS) return known;
      const askedAt = performance.now();
      known = await read(ctx, row, known).catch((cause: unknown) => {
        known = null;
        throw new SourceTrouble("rules-unread", cause);
      });
      readAt = askedAt;
      return known;
    },
  };
}

const OPEN: OpenedGate = { key: "", gate: null };

async function read(
  { sql, clock }: Pick<CollectorContext, "sql" | "clock">,
  row: SourceRow,
  known: OpenedGate | null,
): Promise<OpenedGate> {
  const stored = await withCompany(sql, row.companyId, (tx) => storedGateOf(tx, row.companyId), { readOnly: true });
  if (stored.filter === null && stored.shield === null) return OPEN;
  const company = await findCompany(sql, { id: row.companyId });
  if (company === null) throw new AppError("not-found", "The company of this source is closed.");
  const now = clock();
  const options = await driverOptionsOf(sql, row);
  const key = keyOf(stored, company, row, [options, shieldEnds(stored, now)]);
  if (known?.key === key) return known;
  const gate = openGate(
    stored,
    {
      sourceId: row.id,
      decode: driverNamed(row.driver).configure(options),
      site: siteOf(company, row),
      zone: row.timeZone ?? company.timeZone,
    },
    now,
  );
  return gate === null ? OPEN : { key, gate };
}

function keyOf(stored: StoredGate, company: CompanyRow, row: SourceRow, more: readonly unknown[]): string {
  return JSON.stringify([stored, siteOf(company, row), row.timeZone ?? company.timeZone, ...more]);
}
