import { timeOrderedId } from "#server/inbox/index.ts";
import { metrics } from "#server/maintenance/metrics/metrics.ts";
import type { SourceProblem } from "#server/sources/index.ts";
import { addToTransfer, endLostTransfers, endTransfer, startTransfer } from "#server/store/transfers.ts";
import { withCompany } from "#db/with-company.ts";
import type { CollectorContext } from "./collector-context.ts";

/** The transfer sessions of one source (COL-14): a session begins with bytes and ends when none came for a while. */
export interface Transfers {
  /** The id of the session under way; begins one. Its row is there before any segment names it. */
  current(): Promise<string>;
  add(moved: Partial<Moved>): void;
  /** What a person can mend: the session names it, and begins with it where nothing came besides. */
  tell(why: SourceProblem): void;
  /** Writes counts now and then, and ends a session that has become quiet or long. */
  tick(): Promise<void>;
  end(outcome: "done" | "interrupted" | "failed", error: string | null): Promise<void>;
  readonly total: Readonly<Moved>;
}

export interface Moved {
  bytes: number;
  files: number;
  frames: number;
  errors: number;
}

const QUIET_MS = 60_000;
const LONGEST_MS = 3_600_000;
const FLUSH_MS = 1_000;

export function createTransfers(ctx: CollectorContext, companyId: number, sourceId: number): Transfers {
  let session: { id: string; startedAt: number; lastAt: number; flushedAt: number } | null = null;
  let beginning: Promise<string> | null = null;
  let pending = nothing();
  let told: SourceProblem | null = null;
  const total = nothing();
  const flush = async () => {
    if (session === null || isNothing(pending)) return;
    const moved = pending;
    pending = nothing();
    const { id } = session;
    session.flushedAt = performance.now();
    try {
      await withCompany(ctx.sql, companyId, (tx) => addToTransfer(tx, companyId, id, { at: ctx.clock(), ...moved }));
    } catch (error) {
      addTo(pending, moved);
      throw error;
    }
  };
  const end: Transfers["end"] = async (outcome, error) => {
    if (session === null) return;
    await flush();
    const { id } = session;
    // What many connections bring meanwhile belongs to the next one; a session whose end is not written is ended by it.
    session = null;
    const named = error ?? told;
    told = null;
    await withCompany(ctx.sql, companyId, (tx) =>
      endTransfer(tx, companyId, id, { at: ctx.clock(), outcome, error: named }),
    );
  };
  const begin = async () => {
    const id = timeOrderedId();
    const startedAt = ctx.clock();
    await withCompany(ctx.sql, companyId, async (tx) => {
      await endLostTransfers(tx, companyId, sourceId, id, startedAt);
      await startTransfer(tx, { companyId, id, sourceId, startedAt, holder: ctx.holder });
    });
    const now = performance.now();
    session = { id, startedAt: now, lastAt: now, flushedAt: now };
    return id;
  };
  const current = async () => {
    if (session !== null) return session.id;
    beginning ??= begin().finally(() => {
      beginning = null;
    });
    return await beginning;
  };
  return {
    total,
    current,
    tell(why) {
      told = why;
    },
    add(moved) {
      addTo(pending, moved);
      addTo(total, moved);
      for (const [what, count] of Object.entries(moved)) metrics().collected.inc({ what }, count);
      if (session !== null) session.lastAt = performance.now();
    },
    async tick() {
      if (told !== null) await current();
      if (session === null) return;
      const now = performance.now();
      if (now - session.lastAt >= QUIET_MS || now - session.startedAt >= LONGEST_MS) await end("done", null);
      else if (now - session.flushedAt >= FLUSH_MS) await flush();
    },
    end,
  };
}

function nothing(): Moved {
  return { bytes: 0, files: 0, frames: 0, errors: 0 };
}

function isNothing(moved: Moved): boolean {
  return moved.bytes + moved.files + moved.frames + moved.errors === 0;
}

function addTo(sum: Moved, moved: Partial<Moved>): void {
  sum.bytes += moved.bytes ?? 0;
  sum.files += moved.files ?? 0;
  sum.frames += moved.frames ?? 0;
  sum.errors += moved.errors ?? 0;
}
