import { AppError } from "#server/domain/app-error.ts";
import { claimLease, type Lease, releaseLease, renewLease } from "#server/store/leases.ts";
import type { CollectorContext } from "./collector-context.ts";

/** Seconds a lease lasts without renewal; with the collector's rounds, a poll moves within ten seconds of a crash. */
const LEASE_SECONDS = 6;

/** A source that this collector holds. Whoever writes asks first: a process that slept may have lost it meanwhile. */
export interface HeldLease {
  readonly companyId: number;
  readonly sourceId: number;
  readonly fencing: number;
  /** Aborted before the lease can pass to another collector, whatever hangs at that moment. Lost once is lost for good. */
  readonly lost: AbortSignal;
  isLive(): boolean;
  /** Throws AppError "fenced" once the lease may have gone to another collector. */
  check(): void;
  /** False when it is lost for good. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

type LeaseAsker = Pick<CollectorContext, "leases" | "holder">;

/** null while another collector holds the source. */
export async function holdSource(ctx: LeaseAsker, companyId: number, sourceId: number): Promise<HeldLease | null> {
  const askedAt = performance.now();
  const lease = await ctx.leases.ask(companyId, (tx) => claimLease(tx, companyId, sourceId, ctx.holder, LEASE_SECONDS));
  return lease === null ? null : held(ctx, lease, askedAt);
}

/** The database counts from when it was asked, at the latest from then; a second less covers clocks that run unevenly. */
const TRUSTED_MS = (LEASE_SECONDS - 1) * 1000;

function held(ctx: LeaseAsker, lease: Lease, askedAt: number): HeldLease {
  const { companyId, sourceId, fencing } = lease;
  const losing = new AbortController();
  let until = askedAt + TRUSTED_MS;
  let timer: NodeJS.Timeout | undefined;
  const lose = () => {
    until = 0;
    clearTimeout(timer);
    losing.abort();
  };
  const isLive = () => {
    if (performance.now() < until) return true;
    if (!losing.signal.aborted) lose();
    return false;
  };
  const arm = () => {
    clearTimeout(timer);
    timer = setTimeout(() => isLive() && arm(), Math.max(0, until - performance.now()) + 1);
    timer.unref();
  };
  arm();
  return {
    companyId,
    sourceId,
    fencing,
    lost: losing.signal,
    isLive,
    check() {
      if (!isLive()) throw new AppError("fenced", "Another collector may hold the source.", { retry: true });
    },
    async renew() {
      if (!isLive()) return false;
      const at = performance.now();
      const kept = await ctx.leases.ask(companyId, (tx) => renewLease(tx, lease, ctx.holder, LEASE_SECONDS));
      // What was lost while the answer was under way has been stopped, and is claimed anew like any other.
      if (!kept) lose();
      if (!isLive()) return false;
      until = at + TRUSTED_MS;
      arm();
      return isLive();
    },
    async release() {
      const wasLive = isLive();
      lose();
      if (wasLive) await ctx.leases.ask(companyId, (tx) => releaseLease(tx, lease, ctx.holder));
    },
  };
}
