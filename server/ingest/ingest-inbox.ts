import { AppError } from "../domain/app-error.ts";
import { listSegments, type SegmentRef } from "../inbox/index.ts";
import { errorFields } from "../log.ts";
import type { IngestContext } from "./ingest-context.ts";
import { ingestDelivery, type IngestOutcome } from "./ingest-delivery.ts";
import type { Patience } from "./patience.ts";
import { joinWaiting } from "./join-waiting.ts";
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
  /** Begins nothing more after so long: what came from others meanwhile has its turn in the next pass. Left out = all that lies there. */
  readonly mostMs?: number;
}

/** Deliveries stored side by side. */
const SIDE_BY_SIDE = 2;
/** Batches of all of them in memory at once: each may be 5,000 records. */
const BATCHES_AT_ONCE = 4;

/** Of one delivery in a pass that is bounded. */
const MOST_SEGMENTS = 2_000;
const MOST_BYTES = 67_108_864;

/**
 * One pass over the inbox, companies in turn: everything that lies there when it begins is stored, or stays with a line in the log that
 * says why. Several processes may do it at once; the checkpoint lets each batch in once.
 */
export async function ingestInbox(ctx: IngestContext, dir: string, options: InboxOptions = {}): Promise<InboxOutcome> {
  const total = { segments: 0, records: 0, duplicates: 0, undefinedLines: 0, failed: 0 };
  const { patience, mostMs, ...only } = options;
  const due = [...byDelivery(await listSegments(dir, only))].filter(([key]) => patience?.isDue(key) ?? true);
  const waiting = inTurn(mostMs === undefined ? due : due.map(([key, refs]): Delivery => [key, beginningOf(refs)]));
  const until = performance.now() + (mostMs ?? Number.POSITIVE_INFINITY);
  const turnstile = new Turnstile(BATCHES_AT_ONCE);
  const halves = new Halves();
  const joining = await joiningSources(ctx, waiting);
  const busy = new Set<string>();
  let begun = 0;
  // Legs of a call in two files would both be taken for its first: such files are read one after the other.
  const take = () => {
    const at = waiting.findIndex(([, refs]) => !busy.has(sourceOf(refs)));
    if (at < 0 || (begun >= SIDE_BY_SIDE && performance.now() > until)) return undefined;
    begun++;
    return waiting.splice(at, 1)[0];
  };
  const work = async () => {
    for (let next = take(); next !== undefined; next = take()) {
      const [key, refs] = next;
      const source = sourceOf(refs);
      if (joining.has(source)) busy.add(source);
      const outcome = await guarded(ctx, refs, turnstile, halves);
      busy.delete(source);
      patience?.report(key, outcome.failed === 0);
      add(total, outcome);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  for (const half of halves.all()) add(total, await joined(ctx, half));
  return total;
}

type Total = { -readonly [K in keyof InboxOutcome]: InboxOutcome[K] };

function add(total: Total, outcome: InboxOutcome): void {
  total.segments += outcome.segments;
  total.records += outcome.records;
  total.duplicates += outcome.duplicates;
  total.undefinedLines += outcome.undefinedLines;
  total.failed += outcome.failed;
}

type Delivery = readonly [string, readonly SegmentRef[]];

function sourceOf([first]: readonly SegmentRef[]): string {
  return first === undefined ? "" : `${first.companyId} ${first.sourceId}`;
}

/** Sources whose driver joins legs. One that is gone fails where it is read. */
async function joiningSources(ctx: IngestContext, deliveries: readonly Delivery[]): Promise<ReadonlySet<string>> {
  const sources = new Map(deliveries.map(([, refs]) => [sourceOf(refs), refs[0]]));
  const joining = new Set<string>();
  for (const [source, first] of sources) {
    const settings = first && (await ctx.settingsOf(first.companyId, first.sourceId).catch(() => null));
    if (settings?.joining !== undefined) joining.add(source);
  }
  return joining;
}

interface Half {
  readonly companyId: number;
  readonly sourceId: number;
  readonly keys: ReadonlySet<string>;
}

/** Calls of which a pass left legs waiting, by source. */
class Halves {
  readonly #sources = new Map<string, { companyId: number; sourceId: number; keys: Set<string> }>();

  note({ companyId, sourceId }: SegmentRef, keys: readonly string[]): void {
    const name = `${companyId} ${sourceId}`;
    const half = this.#sources.get(name) ?? { companyId, sourceId, keys: new Set() };
    this.#sources.set(name, half);
    for (const key of keys) half.keys.add(key);
  }

  all(): readonly Half[] {
    return [...this.#sources.values()];
  }
}

/** Legs that this pass made whole. What fails is tried again by the job that looks after them. */
async function joined(ctx: IngestContext, { companyId, sourceId, keys }: Half): Promise<InboxOutcome> {
  try {
    const { records, duplicates, released } = await joinWaiting(ctx, { companyId, sourceId }, [...keys]);
    return { ...NOTHING, records, duplicates, undefinedLines: released, failed: 0 };
  } catch (error) {
    ctx.log.error("ingest.join-failed", { company: companyId, source: sourceId, ...errorFields(error) });
    return { ...NOTHING, failed: 0 };
  }
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

/** One delivery of each company, then the next of each: whoever has very many waits for himself. */
function inTurn(deliveries: readonly Delivery[]): Delivery[] {
  const companies = [...Map.groupBy(deliveries, ([, [first]]) => first?.companyId).values()];
  const places = companies.flatMap((own) => own.map((delivery, turn) => ({ delivery, turn })));
  return places.sort((a, b) => a.turn - b.turn).map(({ delivery }) => delivery);
}

function beginningOf(refs: readonly SegmentRef[]): readonly SegmentRef[] {
  const beginning: SegmentRef[] = [];
  let bytes = 0;
  for (const ref of refs) {
    bytes += ref.to - ref.from;
    if (beginning.length === MOST_SEGMENTS || (beginning.length > 0 && bytes > MOST_BYTES)) break;
    beginning.push(ref);
  }
  return beginning;
}

const NOTHING = { segments: 0, records: 0, duplicates: 0, undefinedLines: 0 };

/** One delivery that fails must not keep the others waiting. */
async function guarded(
  ctx: IngestContext,
  refs: readonly SegmentRef[],
  turnstile: Turnstile,
  halves: Halves,
): Promise<InboxOutcome> {
  const [first] = refs;
  const onWaiting = (keys: readonly string[]) => first !== undefined && halves.note(first, keys);
  try {
    return { ...(await ingestDelivery(ctx, refs, turnstile, onWaiting)), failed: 0 };
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
