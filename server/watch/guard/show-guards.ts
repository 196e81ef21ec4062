import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import type { Calendar } from "../../domain/office-hours.ts";
import { listSources, type SourceState } from "../../store/sources.ts";
import { noteAlarms } from "./note-alarms.ts";
import { readGuards } from "./read-guards.ts";

/** A source, or with id 0 the company as a whole, and what listens to it. */
export interface GuardView {
  readonly sourceId: number;
  /** null for the company. */
  readonly name: string | null;
  readonly state: SourceState | null;
  /** When a new call was last stored; null when none was in the last two months. */
  readonly lastAt: Date | null;
  readonly guard: {
    readonly minutes: number;
    /** null = as the company. */
    readonly calendar: Calendar | null;
    /** From when it counts as silent; null while it does not. */
    readonly silentFrom: Date | null;
    readonly setAt: Date;
    readonly setByName: string;
  } | null;
}

/** What is watched and what it says now, the company first. Whoever looks also writes down what began or ended meanwhile. */
export async function showGuards(ctx: CompanyContext): Promise<{ readonly at: Date; readonly guards: GuardView[] }> {
  authoriseCompany(ctx, "processing.see");
  const { id: companyId } = ctx.company;
  const now = ctx.clock();
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const sources = await listSources(tx, companyId);
    const guarding = await readGuards(tx, ctx.company, sources, now);
    await noteAlarms(tx, companyId, guarding, now);
    const guards = new Map(guarding.guards.map((one) => [one.sourceId, one]));
    const newest = [...guarding.lastAt.values()].sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
    const all = [{ id: 0, name: null, state: null }, ...sources];
    return {
      at: now,
      guards: all.map(({ id: sourceId, name, state }): GuardView => {
        const found = guards.get(sourceId);
        const guard =
          found === undefined
            ? null
            : {
                minutes: found.minutes,
                calendar: found.ownCalendar,
                silentFrom: found.silentFrom,
                setAt: found.setAt,
                setByName: found.setByName,
              };
        const lastAt = sourceId === 0 ? newest : (guarding.lastAt.get(sourceId) ?? null);
        return { sourceId, name, state, lastAt, guard };
      }),
    };
  });
}
