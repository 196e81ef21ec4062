import { AppError } from "../domain/app-error.ts";
import { listSegments, type SegmentRef } from "../inbox/index.ts";
import { errorFields } from "../log.ts";
import type { IngestContext } from "./ingest-context.ts";
import { ingestDelivery, type IngestOutcome } from "./ingest-delivery.ts";
import type { Patience } from "./patience.ts";
import { Turnstile } from "./turnstile.ts";

export interface InboxOutcome extends IngestOutcome {
  /** Deliveries that could not go on; their segments wait. */
  readonly failed: number;
}

export interface InboxOptions {
  readonly companyId?: number;
  readonly sourceId?: number;
  /** Leaves deliveries alone for a while that have just failed; without it every one is tried. */
  readonly patience?: Patience;
}

/** Deliveries stored side by side. */
const SIDE_BY_SIDE = 2;
/** Batches of all of them in memory at once: each may be 5,000 records. */
const BATCHES_AT_ONCE = 4;

/**
 * One pass over the inbox: everything that lies there when it begins is stored, or stays with a line in the log that says
 * why. Several processes may do it at once; the checkpoint lets each batch in once.
 */
export async function ingestInbox(ctx: IngestContext, dir: string, options: InboxOptions = {}): Promise<InboxOutcome> {
  const total = { segments: 0, records: 0, duplicates: 0, undefinedLines: 0, failed: 0 };
  const { patience, ...only } = options;
  const waiting = [...byDelivery(await listSegments(dir, only))].filter(([key]) => patience?.isDue(key) ?? true);
  const turnstile = new Turnstile(BATCHES_AT_ONCE);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [key, refs] = next;
      const outcome = await guarded(ctx, refs, turnstile);
      patience?.report(key, outcome.failed === 0);
      total.segments += outcome.segments;
      total.records += outcome.records;
      total.duplicates += outcome.duplicates;
      total.undefinedLines += outcome.undefinedLines;
      total.failed += outcome.failed;
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return total;
}

function byDelivery(refs: readonly SegmentRef[]): Map<string, SegmentRef[]> {
  const groups = new Map<string, SegmentRef[]>();
  for (const ref of refs) {
    const key = `${ref.companyId} ${ref.sourceId} ${ref.deliveryId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [ref]);
    else group.push(ref);
  }
  return groups;
}

const NOTHING = { segments: 0, records: 0, duplicates: 0, undefinedLines: 0 };

/** One delivery that fails must not keep the others waiting. */
async function guarded(ctx: IngestContext, refs: readonly SegmentRef[], turnstile: Turnstile): Promise<InboxOutcome> {
  try {
    return { ...(await ingestDelivery(ctx, refs, turnstile)), failed: 0 };
  } catch (error) {
    // Another worker took the segment between listing and reading.
    if (error instanceof AppError && error.code === "not-found" && error.message.startsWith("The segment"))
      return { ...NOTHING, failed: 0 };
    ctx.log.error("ingest.failed", {
      company: refs[0]?.companyId ?? 0,
      source: refs[0]?.sourceId ?? 0,
      segments: refs.length,
      ...errorFields(error),
    });
    return { ...NOTHING, failed: 1 };
  }
}
