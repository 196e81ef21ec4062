import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { acknowledgeAlarm as acknowledge, type AlarmEventRow, listAlarms } from "../../store/alarm-events.ts";
import { listSources } from "../../store/sources.ts";
import { noteAlarms } from "./note-alarms.ts";
import { readGuards } from "./read-guards.ts";

export const AlarmHistoryInput = z.strictObject({
  /** The last one seen. */
  before: z.strictObject({ raisedAt: z.date(), id: z.uuid() }).optional(),
  limit: z.int().min(1).max(100).default(20),
});
export type AlarmHistoryInput = z.input<typeof AlarmHistoryInput>;

/** An alarm that was raised, and who has taken note of it. */
export interface AlarmView
  extends Pick<
    AlarmEventRow,
    "id" | "kind" | "sourceId" | "raisedAt" | "endedAt" | "acknowledgedAt" | "acknowledgedByName"
  > {
  /** null for the company as a whole, and for a source that was removed. */
  readonly name: string | null;
}

export interface AlarmHistory {
  readonly alarms: readonly AlarmView[];
  readonly next: { readonly raisedAt: Date; readonly id: string } | null;
}

/** The alarms of this section, the newest first: those that stand and those that ended. */
export async function alarmHistory(ctx: CompanyContext, input: AlarmHistoryInput = {}): Promise<AlarmHistory> {
  authoriseCompany(ctx, "processing.see");
  const { before, limit } = AlarmHistoryInput.parse(input);
  const { id: companyId } = ctx.company;
  const now = ctx.clock();
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const sources = await listSources(tx, companyId, { removed: true });
    const watched = sources.filter(({ removedAt }) => removedAt === null);
    await noteAlarms(tx, companyId, await readGuards(tx, ctx.company, watched, now), now);
    const found = await listAlarms(tx, companyId, { limit: limit + 1, ...(before === undefined ? {} : { before }) });
    const page = found.slice(0, limit);
    const names = new Map(sources.map(({ id, name }) => [id, name]));
    const last = page.at(-1);
    return {
      alarms: page.map(({ id, kind, sourceId, raisedAt, endedAt, acknowledgedAt, acknowledgedByName }) => {
        const name = names.get(sourceId ?? 0) ?? null;
        return { id, kind, sourceId, raisedAt, endedAt, acknowledgedAt, acknowledgedByName, name };
      }),
      next: found.length > page.length && last !== undefined ? { raisedAt: last.raisedAt, id: last.id } : null,
    };
  });
}

export const AlarmId = z.strictObject({ alarmId: z.uuid() });
export type AlarmId = z.infer<typeof AlarmId>;

/** Somebody says that they look after it; it ends when what it is about does. */
export async function acknowledgeAlarm(ctx: CompanyContext, input: AlarmId): Promise<void> {
  authoriseCompany(ctx, "processing.see");
  const { alarmId } = AlarmId.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const who = { at: ctx.clock(), by: ctx.actor.accountId, byName: ctx.actor.name };
    if (!(await acknowledge(tx, ctx.company.id, alarmId, who)))
      throw new AppError("not-found", "This alarm does not exist, or somebody looks after it already.");
    await audit(ctx, tx, { action: "alarm.acknowledge", detail: { alarmId } });
  });
}
