import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audited } from "../../audit/audited.ts";
import { authoriseCompany, type CompanyContext, type Context, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { acknowledgeAlarm as acknowledge, type AlarmEventRow, listAlarms } from "../../store/alarm-events.ts";
import { INSTALLATION, withAuditOf } from "../../store/audit.ts";
import { listSources } from "../../store/sources.ts";
import { seenKinds } from "../alarms/alarm.ts";
import { installationOwner } from "../delivery/owner.ts";
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
  /** Of a source that still exists; of the installation which check. Null for everything else. */
  readonly name: string | null;
}

export interface AlarmHistory {
  readonly alarms: readonly AlarmView[];
  readonly next: { readonly raisedAt: Date; readonly id: string } | null;
}

/** The alarms that the reader may see, the newest first: those that stand and those that ended. */
export async function alarmHistory(ctx: CompanyContext, input: AlarmHistoryInput = {}): Promise<AlarmHistory> {
  authoriseCompany(ctx, "processing.see");
  const asked = AlarmHistoryInput.parse(input);
  const { id: companyId } = ctx.company;
  const now = ctx.clock();
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const sources = await listSources(tx, companyId, { removed: true });
    const watched = sources.filter(({ removedAt }) => removedAt === null);
    await noteAlarms(tx, companyId, await readGuards(tx, ctx.company, watched, now), now);
    const names = new Map(sources.map(({ id, name }) => [id, name]));
    return await pageOf(
      tx,
      companyId,
      seenKinds(ctx.actor.permissions),
      asked,
      ({ sourceId }) => names.get(sourceId ?? 0) ?? null,
    );
  });
}

/** The same of the installation itself. */
export async function installationAlarms(ctx: Context, input: AlarmHistoryInput = {}): Promise<AlarmHistory> {
  const { companyId } = installationOwner(ctx);
  const asked = AlarmHistoryInput.parse(input);
  return await withAuditOf(door(ctx, "web"), companyId, (tx) =>
    pageOf(tx, companyId, INSTALLATION_KINDS, asked, ({ alarm, kind }) =>
      kind === "health" ? (alarm.split(" ")[1] ?? null) : null,
    ),
  );
}

async function pageOf(
  tx: Tx,
  companyId: number,
  kinds: readonly string[],
  { before, limit }: z.output<typeof AlarmHistoryInput>,
  nameOf: (row: AlarmEventRow) => string | null,
): Promise<AlarmHistory> {
  const found = await listAlarms(tx, companyId, { before, kinds, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    alarms: page.map((row) => {
      const { id, kind, sourceId, raisedAt, endedAt, acknowledgedAt, acknowledgedByName } = row;
      return { id, kind, sourceId, raisedAt, endedAt, acknowledgedAt, acknowledgedByName, name: nameOf(row) };
    }),
    next: found.length > page.length && last !== undefined ? { raisedAt: last.raisedAt, id: last.id } : null,
  };
}

export const AlarmId = z.strictObject({ alarmId: z.uuid() });
export type AlarmId = z.infer<typeof AlarmId>;

/** Somebody says that they look after it; it ends when what it is about does. */
export async function acknowledgeAlarm(ctx: CompanyContext, input: AlarmId): Promise<void> {
  authoriseCompany(ctx, "processing.see");
  await note(ctx, ctx.company.id, seenKinds(ctx.actor.permissions), input);
}

/** The same of an alarm of the installation. */
export async function acknowledgeInstallationAlarm(ctx: Context, input: AlarmId): Promise<void> {
  const { companyId } = installationOwner(ctx);
  await note(ctx, companyId, INSTALLATION_KINDS, input);
}

async function note(ctx: Context, companyId: number, kinds: readonly string[], input: AlarmId): Promise<void> {
  const { alarmId } = AlarmId.parse(input);
  const whose = companyId === INSTALLATION ? null : companyId;
  await audited(ctx, whose, { action: "alarm.acknowledge", detail: { alarmId } }, async (tx) => {
    const who = { at: ctx.clock(), by: ctx.actor.accountId, byName: ctx.actor.name, kinds };
    if (!(await acknowledge(tx, companyId, alarmId, who)))
      throw new AppError("not-found", "This alarm does not exist, or somebody looks after it already.");
  });
}

const INSTALLATION_KINDS: readonly string[] = ["health", "delivery-failed"];
