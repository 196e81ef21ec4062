import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import type { Calendar } from "../../domain/office-hours.ts";
import { listSources, type SourceState } from "../../store/sources.ts";
import { noteAlarms } from "./note-alarms.ts";
import { type Guarded, type Hearing, readGuards } from "./read-guards.ts";

/** A source, or with id 0 the company as a whole, and what listens to it. */
export interface GuardView {
  readonly sourceId: number;
  /** null for the company. */
  readonly name: string | null;
  readonly state: SourceState | null;
  /** When a new call was last stored; null when none was in the last two months. */
  readonly lastAt: Date | null;
  readonly guard: GuardSetting | null;
  /** The same of bytes that are collected (COL-19). */
  readonly collectedAt: Date | null;
  readonly collected: GuardSetting | null;
}

export interface GuardSetting {
  readonly minutes: number;
  /** null = as the company. */
  readonly calendar: Calendar | null;
  /** From when it counts as silent; null while it does not. */
  readonly silentFrom: Date | null;
  /** Whether nobody works at this moment, and until when: null where nobody will within a year. */
  readonly closed: { readonly until: Date | null } | null;
  readonly setAt: Date;
  readonly setByName: string;
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
    const [stored, bytes] = [heardOf(guarding), heardOf(guarding.collected)];
    const all = [{ id: 0, name: null, state: null }, ...sources];
    return {
      at: now,
      guards: all.map(({ id: sourceId, name, state }): GuardView => {
        const [{ lastAt, guard }, of] = [stored(sourceId), bytes(sourceId)];
        return { sourceId, name, state, lastAt, guard, collectedAt: of.lastAt, collected: of.guard };
      }),
    };
  });
}

function heardOf({ guards, lastAt }: Hearing) {
  const newest = [...lastAt.values()].sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
  return (sourceId: number): { readonly lastAt: Date | null; readonly guard: GuardSetting | null } => {
    const found = guards.find((one) => one.sourceId === sourceId);
    return {
      lastAt: sourceId === 0 ? newest : (lastAt.get(sourceId) ?? null),
      guard: found === undefined ? null : settingOf(found),
    };
  };
}

function settingOf({ minutes, ownCalendar, silentFrom, closed, setAt, setByName }: Guarded): GuardSetting {
  return { minutes, calendar: ownCalendar, silentFrom, closed, setAt, setByName };
}
