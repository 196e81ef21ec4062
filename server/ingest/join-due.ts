import { AppError } from "../domain/app-error.ts";
import { errorFields } from "../log.ts";
import { listCompanies } from "../store/companies.ts";
import { sourcesWaiting, tidyJoined } from "../store/waiting-legs.ts";
import type { IngestContext } from "./ingest-context.ts";
import { joinWaiting } from "./join-waiting.ts";
import { waitingDays } from "./known-joins.ts";
import { withCompany } from "#db/with-company.ts";

/** A leg sent again is known for so long. */
const REMEMBERED_MS = 2 * 86_400_000;

/**
 * Looks after the legs that wait in every company: those whose time is over, and those that a killed process left. A company
 * that fails is told of and does not keep the others.
 */
export async function joinDue(ctx: IngestContext, signal?: AbortSignal): Promise<void> {
  for (const { id: companyId } of await listCompanies(ctx.sql)) {
    signal?.throwIfAborted();
    try {
      await joinCompany(ctx, companyId, signal);
    } catch (error) {
      signal?.throwIfAborted();
      // Closed since it was listed: its keys are gone, and with them what waited.
      if (error instanceof AppError && error.code === "not-found") continue;
      ctx.log.error("ingest.join-failed", { company: companyId, ...errorFields(error) });
    }
  }
}

async function joinCompany(ctx: IngestContext, companyId: number, signal?: AbortSignal): Promise<void> {
  const before = new Date(ctx.clock().getTime() - REMEMBERED_MS);
  const days = await waitingDays(ctx, companyId);
  const sources = await withCompany(ctx.sql, companyId, async (tx) => {
    await tidyJoined(tx, companyId, before);
    return days.length === 0 ? [] : await sourcesWaiting(tx, companyId, days);
  });
  for (const sourceId of sources) {
    signal?.throwIfAborted();
    const { records, duplicates, released } = await joinWaiting(ctx, { companyId, sourceId });
    if (records + duplicates + released > 0)
      ctx.log.info("ingest.joined", { company: companyId, source: sourceId, records, duplicates, released });
  }
}
