import { type Tx, withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { checkCalendar } from "../../domain/office-hours.ts";
import { dropGuard as remove, putGuard } from "../../store/guards.ts";
import { listSources, sourceById } from "../../store/sources.ts";
import { DropGuardInput, SetGuardInput } from "./guard-input.ts";
import { noteAlarms } from "./note-alarms.ts";
import { readGuards } from "./read-guards.ts";

/** From now on so many minutes of working time may go by without a new call, or without bytes; then somebody is told. */
export async function setGuard(ctx: CompanyContext, input: SetGuardInput): Promise<void> {
  authoriseCompany(ctx, "processing.change");
  const { sourceId, kind, minutes, calendar } = SetGuardInput.parse(input);
  if (calendar !== null) checkCalendar(calendar);
  await change(ctx, sourceId, async (tx) => {
    const at = ctx.clock();
    await putGuard(tx, {
      companyId: ctx.company.id,
      sourceId,
      kind,
      minutes,
      calendar,
      since: at,
      setAt: at,
      setBy: ctx.actor.accountId,
      setByName: ctx.actor.name,
    });
    await audit(ctx, tx, { action: "guard.set", detail: { sourceId, kind, minutes, ownCalendar: calendar !== null } });
  });
}

/** Silence of it raises no alarm any more; one that stands ends. */
export async function dropGuard(ctx: CompanyContext, input: DropGuardInput): Promise<void> {
  authoriseCompany(ctx, "processing.change");
  const { sourceId, kind } = DropGuardInput.parse(input);
  await change(ctx, sourceId, async (tx) => {
    if (!(await remove(tx, ctx.company.id, sourceId, kind))) throw new AppError("not-found", "No guard is set here.");
    await audit(ctx, tx, { action: "guard.drop", detail: { sourceId, kind } });
  });
}

async function change(ctx: CompanyContext, sourceId: number, work: (tx: Tx) => Promise<void>): Promise<void> {
  const companyId = ctx.company.id;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const source = sourceId === 0 ? null : await sourceById(tx, companyId, sourceId);
    if (sourceId !== 0 && (source === null || source.removedAt !== null))
      throw new AppError("not-found", "This source does not exist.");
    await work(tx);
    const now = ctx.clock();
    await noteAlarms(tx, companyId, await readGuards(tx, ctx.company, await listSources(tx, companyId), now), now);
  });
}
