import { setTimeout as wait } from "node:timers/promises";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "#server/domain/app-error.ts";
import type { LastingPool } from "./lasting-pool.ts";

/** Where leases are asked for: connections of their own, which no long statement of a source keeps busy. */
export interface LeaseDoor {
  /** One short transaction. Throws AppError "unavailable" when no answer has come in time. */
  ask<T>(companyId: number, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Whether the database answers. Throws like `ask`. */
  knock(): Promise<void>;
}

/** Milliseconds until an answer counts as lost; two of them fit into the time that a lease is trusted for. */
export const ANSWER_MS = 2_000;
/** After so long without an answer all connections are given up, those of the sources too. */
const SILENT_MS = 5_000;

/**
 * Nothing but silence tells that a network was cut. `leases` is given up at the first answer that stays away; `ordinary`, whose
 * statements may take longer, when none has come for as long as a lease is trusted.
 */
export function leaseDoor(leases: LastingPool, ordinary: LastingPool): LeaseDoor {
  let answeredAt = performance.now();
  const inTime = async <T>(asking: Promise<T>): Promise<T> => {
    const { generation } = leases;
    const done = await Promise.race([asking, wait(ANSWER_MS, LATE, { ref: false })]);
    if (done !== LATE) {
      answeredAt = performance.now();
      return done as T;
    }
    if (generation === leases.generation) leases.giveUp();
    if (performance.now() - answeredAt > SILENT_MS) {
      answeredAt = performance.now();
      ordinary.giveUp();
    }
    throw new AppError("unavailable", "The database has not answered in time. It is asked again by itself.", {
      retry: true,
    });
  };
  return {
    ask: async (companyId, work) => await inTime(withCompany(leases.sql, companyId, work)),
    knock: async () => {
      await inTime(leases.sql`select`.execute());
    },
  };
}

const LATE = Symbol("late");
