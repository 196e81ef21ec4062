import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { addDays, dayIn } from "../domain/zoned-time.ts";
import { lastProcessed } from "../store/processed.ts";
import { type InboxWaiting, inboxWaiting, lastCollected, sessionAmounts } from "../store/source-figures.ts";
import { type LiveRow, readLive } from "../store/source-live.ts";
import { countWaiting } from "../store/transfers.ts";
import { listSources, type SourceView } from "./list-sources.ts";
import { type RateStep, ratesOf } from "./rate.ts";
import { SourceId } from "./source-id.ts";

/** A source as its own page shows it (COL-21). */
export interface SourcePageView {
  readonly at: Date;
  readonly source: SourceView;
  /** When bytes were last taken over; when a new call was last stored. null when none was in the last two months. */
  readonly collectedAt: Date | null;
  readonly storedAt: Date | null;
  /** What lies in the inbox unread, and since when: that is how far the figures are behind. */
  readonly inbox: InboxWaiting;
  /** Parts of calls that wait for the rest of theirs. */
  readonly partsWaiting: number;
  /** The last day in steps of half an hour. */
  readonly rate: readonly RateStep[];
  readonly stepMinutes: number;
  /** Of the last day. */
  readonly records: number;
  readonly undefinedLines: number;
  /** Whether there were more sessions than are looked at: then the figures of the day are too low. */
  readonly isCut: boolean;
  /** What the transport says of itself; null while it has said nothing. */
  readonly live: LiveRow | null;
}

const DAY_MS = 86_400_000;
const STEP_MINUTES = 30;
const STEPS = 48;
const LOOKED_DAYS = 62;
const MOST_SESSIONS = 2_000;

/** Throws AppError "not-found". */
export async function showSource(ctx: CompanyContext, input: SourceId): Promise<SourcePageView> {
  authoriseCompany(ctx, "source.see");
  const { sourceId } = SourceId.parse(input);
  const source = (await listSources(ctx)).find(({ id }) => id === sourceId);
  if (source === undefined) throw new AppError("not-found", "This source does not exist.");
  const { id: companyId, timeZone } = ctx.company;
  const now = ctx.clock();
  const stepMs = STEP_MINUTES * 60_000;
  // Steps begin on the clock's half hours; the last one is the one that is under way.
  const from = new Date((Math.floor(now.getTime() / stepMs) + 1 - STEPS) * stepMs);
  const looked = new Date(now.getTime() - LOOKED_DAYS * DAY_MS);
  return await withCompany(
    door(ctx, "web"),
    companyId,
    async (tx) => {
      const sessions = await sessionAmounts(tx, companyId, sourceId, from, MOST_SESSIONS);
      const stored = await lastProcessed(tx, companyId, addDays(dayIn(timeZone, now), -LOOKED_DAYS));
      const sum = (key: "records" | "undefinedLines") => sessions.reduce((all, one) => all + one[key], 0);
      return {
        at: now,
        source,
        collectedAt: (await lastCollected(tx, companyId, looked)).get(sourceId) ?? null,
        storedAt: stored.get(sourceId) ?? null,
        inbox: await inboxWaiting(tx, companyId, sourceId, looked),
        partsWaiting: await countWaiting(tx, companyId, [sourceId]),
        rate: ratesOf(sessions, from, STEPS, stepMs),
        stepMinutes: STEP_MINUTES,
        records: sum("records"),
        undefinedLines: sum("undefinedLines"),
        isCut: sessions.length === MOST_SESSIONS,
        live: await readLive(tx, companyId, sourceId),
      };
    },
    { readOnly: true },
  );
}
