import { AppError } from "#server/domain/app-error.ts";
import { claimLease, type Lease, releaseLease, renewLease } from "#server/store/leases.ts";
import { withCompany } from "#db/with-company.ts";
import type { CollectorContext } from "./collector-context.ts";

/** Seconds a lease lasts without renewal; with the collector's rounds, a poll moves within ten seconds of a crash. */
export const LEASE_SECONDS = 7;

/** A source that this collector holds. Whoever writes asks first: a process that slept may have lost it meanwhile. */
export interface HeldLease {
  readonly companyId: number;
  readonly sourceId: number;
  readonly fencing: number;
  isLive(): boolean;
  /** Throws AppError "fenced" once the lease may have gone to another collector. */
  check(): void;
  /** False when it is lost for good. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/** null while another collector holds the source. */
export async function holdSource(
  ctx: CollectorContext,
  companyId: number,
  sourceId: number,
): Promise<HeldLease | null> {
  const askedAt = performance.now();
  const lease = await withCompany(ctx.sql, companyId, (tx) =>
    claimLease(tx, companyId, sourceId, ctx.holder, LEASE_SECONDS),
  );
  return lease === null ? null : held(ctx, lease, askedAt);
}

/** The database counts from when it was asked, at the latest from then; a second less covers clocks that run unevenly. */
const TRUSTED_MS = (LEASE_SECONDS - 1) * 1000;

function held(ctx: CollectorContext, lease: Lease, askedAt: number): HeldLease {
  const { companyId, sourceId, fencing } = lease;
  let until = askedAt + TRUSTED_MS;
  const isLive = () => performance.now() < until;
  return {
    companyId,
    sourceId,
    fencing,
    isLive,
    check() {
      if (!isLive()) throw new AppError("fenced", "Another collector may hold the source.", { retry: true });
    },
    async renew() {
      const at = performance.now();
      const kept = await withCompany(ctx.sql, companyId, (tx) => renewLease(tx, lease, ctx.holder, LEASE_SECONDS));
      until = kept ? at + TRUSTED_MS : 0;
      return kept;
    },
    async release() {
      until = 0;
      await withCompany(ctx.sql, companyId, (tx) => releaseLease(tx, lease, ctx.holder));
    },
  };
}
