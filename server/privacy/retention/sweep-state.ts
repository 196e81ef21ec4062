import { door, type Installation } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { keyringStatus } from "../../keyring/index.ts";

/** Why nothing may be destroyed without a person's word; null when it may. */
export type WaitsFor = "late" | "clocks" | null;

export interface SweepState {
  readonly lastSweepAt: Date | null;
  /** What waits is unreadable meanwhile: the keyring asks the clock at every use. */
  readonly waitsFor: WaitsFor;
}

const LATEST_MS = 2 * 86_400_000;
const CLOCKS_APART_MS = 5 * 60_000;

/**
 * Destruction needs the clocks of the databases to agree with ours, and a clean-up within the last two days: a clock that
 * jumped would destroy years. The first clean-up of an installation has nothing to look back at.
 */
export function waitsFor(now: Date, lastSweepAt: Date | null, clocks: readonly Date[]): WaitsFor {
  const apart = (a: Date, b: Date) => Math.abs(a.getTime() - b.getTime());
  if (clocks.some((clock) => apart(clock, now) > CLOCKS_APART_MS)) return "clocks";
  return lastSweepAt !== null && apart(now, lastSweepAt) > LATEST_MS ? "late" : null;
}

/** How clean-up stands, as any process can see it. */
export async function sweepState(installation: Installation): Promise<SweepState> {
  const [{ lastSweepAt, clock }, [row]] = await Promise.all([
    keyringStatus(installation.keyring),
    door(installation, "web")`select clock_timestamp() as now`,
  ]);
  return { lastSweepAt, waitsFor: waitsFor(installation.clock(), lastSweepAt, [clock, row?.["now"] as Date]) };
}

/**
 * The first line of whatever destroys by the clock. Throws AppError "conflict" (retry) while a person has to look at it. A rule
 * that somebody has just changed asks for the clocks alone (`evenIfLate`): a person stands behind it.
 */
export async function requireClocks(
  installation: Installation,
  clocks: readonly Date[],
  options: { evenIfLate?: boolean } = {},
): Promise<void> {
  const { lastSweepAt } = await keyringStatus(installation.keyring);
  const waits = waitsFor(installation.clock(), lastSweepAt, clocks);
  if (waits === "clocks" || (waits === "late" && options.evenIfLate !== true)) throw refusal(waits);
}

export function refusal(waits: Exclude<WaitsFor, null>): AppError {
  return waits === "clocks"
    ? new AppError(
        "conflict",
        "The clocks of this machine and of the databases disagree by more than five minutes. Nothing is destroyed until they agree.",
        { retry: true },
      )
    : new AppError(
        "conflict",
        "The last clean-up is more than two days old. Look at the clock, then confirm with: gallra sweep --confirm-clock",
        { retry: true },
      );
}
