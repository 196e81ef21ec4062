import { withCompany } from "#db/with-company.ts";
import type { Source } from "#server/sources/index.ts";
import { plainFigures } from "#server/sources/plain-figures.ts";
import { putLive } from "#server/store/source-live.ts";
import type { CollectorContext } from "./collector-context.ts";
import type { HeldLease } from "./held-lease.ts";

/** Of a source that keeps changing; one that stands still says so more rarely. */
const CHANGED_MS = 3_000;
const STILL_MS = 30_000;

/** Puts what a transport says of itself where its page finds it. It never throws: figures are no reason to stop. */
export function liveTeller(ctx: CollectorContext, { companyId, sourceId, fencing }: HeldLease) {
  const holding = { holder: ctx.holder, fencing };
  let told = "";
  let toldAt = Number.NEGATIVE_INFINITY;
  return async (source: Source | null): Promise<void> => {
    const since = performance.now() - toldAt;
    if (source?.live === undefined || since < CHANGED_MS) return;
    const figures = plainFigures(source.live());
    const text = JSON.stringify(figures);
    if (text === told && since < STILL_MS) return;
    toldAt = performance.now();
    told = text;
    const row = { at: ctx.clock(), figures };
    await withCompany(ctx.sql, companyId, (tx) => putLive(tx, companyId, sourceId, row, holding)).catch(
      () => undefined,
    );
  };
}
