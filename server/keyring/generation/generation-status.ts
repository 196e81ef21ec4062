import { doorOf, type Keyring } from "../keyring.ts";
import { hoursLate, isDue, nextGenerationAt } from "./due.ts";
import type { GenerationKind } from "./run-generation.ts";

export interface PastGeneration {
  readonly number: number;
  readonly kind: GenerationKind;
  readonly rootKid: string;
  readonly begunAt: Date;
  /** null while it runs, or since it was killed. */
  readonly endedAt: Date | null;
  readonly companies: number;
  readonly subjects: number;
  readonly longestSwitchMs: number;
}

export interface GenerationStatus {
  /** The newest first; 200 at most. */
  readonly generations: readonly PastGeneration[];
  /** The one under way. */
  readonly running: PastGeneration | null;
  readonly companies: number;
  /** Subjects of the company under way that stand under the next keys already. */
  readonly copied: number;
  readonly nextAt: Date;
  readonly due: boolean;
  /** Zero as long as it is not late. */
  readonly hoursLate: number;
}

/** When generations were, when the next one is due, and how far the one under way is. No key and no number. */
export async function generationStatus(k: Keyring): Promise<GenerationStatus> {
  const sql = doorOf(k, "web", "keeper", "owner");
  const rows = await sql`select * from keyring.generations()`;
  const [state] = await sql`select since, companies, copied from keyring.generation_state()`;
  const generations = rows.map(pastOf);
  const now = k.clock();
  const last = lastBegun(generations, state?.["since"] as Date | null, now);
  const running = generations.find((one) => one.endedAt === null) ?? null;
  return {
    generations,
    running,
    companies: Number(state?.["companies"] ?? 0),
    copied: Number(state?.["copied"] ?? 0),
    nextAt: nextGenerationAt(last, now),
    due: running !== null || isDue(last, now),
    hoursLate: Math.max(hoursLate(last, now), hoursUnended(running, now)),
  };
}

/**
 * The night from which what is destroyed now is unreadable in every copy of the keyring, whoever keeps it: that of the next
 * generation. One that runs at this moment may have passed the company already, and does not count.
 */
export async function copiesUnreadableFrom(k: Keyring): Promise<Date> {
  return (await generationStatus(k)).nextAt;
}

/** One that has not ended after a day stands still. */
function hoursUnended(running: PastGeneration | null, now: Date): number {
  const hours = running === null ? 0 : Math.floor((now.getTime() - running.begunAt.getTime()) / 3_600_000);
  return hours < 24 ? 0 : hours;
}

/** A change of the root key alone does not count: the keys of the companies went on. */
function lastBegun(generations: readonly PastGeneration[], since: Date | null, now: Date): Date {
  const whole = generations.find((one) => one.kind === "generation");
  if (whole !== undefined) return whole.begunAt;
  return since === null || since > now ? now : since;
}

function pastOf(row: Record<string, unknown>): PastGeneration {
  return {
    number: row["number"] as number,
    kind: row["kind"] as GenerationKind,
    rootKid: row["root_kid"] as string,
    begunAt: row["begun_at"] as Date,
    endedAt: row["ended_at"] as Date | null,
    companies: row["companies"] as number,
    subjects: Number(row["subjects"]),
    longestSwitchMs: row["longest_switch_ms"] as number,
  };
}
