import { randomUUID } from "node:crypto";
import type { Tx } from "#db/clients.ts";
import { audit, readAuditRule, systemAudit } from "../../audit/index.ts";
import type { Company, CompanyContext, Installation } from "../../context.ts";
import { AUDIT_RULE, isAuditRule } from "../../domain/audit-rule.ts";
import {
  coolsUntil,
  type Direction,
  directionOf,
  isBeyondAim,
  isCooled,
  loosenedPart,
  type RuleState,
} from "../../domain/rule-change.ts";
import { type Day, dayIn, startOfDay } from "../../domain/zoned-time.ts";
import { addChanges, type ChangeRow, listCooling, replaceChanges, replaceCooling, setRule } from "../../store/index.ts";
import { changeRow } from "./change-row.ts";

/** The rule of the audit, as it stands and as it would stand. It is never switched off, masks nothing and has no product. */
export interface AuditStep {
  readonly before: RuleState & { readonly keptDays: number };
  readonly after: RuleState & { readonly keptDays: number };
  readonly direction: Direction;
}

/** A shortening of the audit's rule in its cool-down. */
export interface CoolingAudit {
  readonly keptDays: number;
  readonly holdsOn: Day;
}

export function coolingAudits(rows: readonly ChangeRow[]): CoolingAudit[] {
  return rows
    .filter(isAuditRule)
    .flatMap(({ toDays, holdsOn }) => (toDays === null || holdsOn === null ? [] : [{ keptDays: toDays, holdsOn }]));
}

/** `isWaived`: as if the cool-down of what gets shorter were skipped. */
export async function auditStep(tx: Tx, companyId: number, wanted: number, isWaived = false): Promise<AuditStep> {
  const { keptDays } = await readAuditRule(tx, companyId);
  const aims = isWaived ? [] : coolingAudits(await listCooling(tx, companyId)).map((one) => one.keptDays);
  const before = { ...stateOf(keptDays), ...(aims.length === 0 ? {} : { coolsTo: Math.min(...aims) }) };
  const after = stateOf(wanted);
  return { before, after, direction: directionOf(before, after) };
}

function stateOf(keptDays: number) {
  return { keptDays, maskedAfterDays: null, stored: true };
}

/** Writes a step down as every rule's is: fewer days wait for their cool-down, more for the company's word. */
export async function askAudit(
  tx: Tx,
  ctx: CompanyContext,
  step: AuditStep,
  reason: string,
): Promise<{ changeId: string | null; coolingId: string | null; holdsOn: Day | null }> {
  await replaceChanges(tx, placeOf(ctx), ctx.clock());
  if (step.direction === "same") return { changeId: null, coolingId: null, holdsOn: null };
  if (step.direction === "shorter") return { changeId: null, ...(await coolAudit(tx, ctx, step, reason)) };
  const id = randomUUID();
  await addChanges(tx, [{ ...changeRow(ctx, id, placeOf(ctx), step, reason), state: "waiting" }]);
  await audit(ctx, tx, { action: "retention.asked", purpose: reason, detail: { ...detailOf(step), change: id } });
  return { changeId: id, coolingId: null, holdsOn: null };
}

async function coolAudit(tx: Tx, ctx: CompanyContext, step: AuditStep, reason: string) {
  const coolingId = randomUUID();
  const holdsOn = coolsUntil(dayIn(ctx.company.timeZone, ctx.clock()));
  const expiresAt = startOfDay(holdsOn, ctx.company.timeZone);
  const row = changeRow(ctx, coolingId, placeOf(ctx), step, reason);
  await addChanges(tx, [{ ...row, expiresAt, state: "cooling", holdsOn }]);
  const detail = { ...detailOf(step), change: coolingId, holdsOn };
  await audit(ctx, tx, { action: "retention.cooling", purpose: reason, detail });
  return { coolingId, holdsOn };
}

/** The company's word on one that waits, or two persons' on one in its cool-down. */
export async function takeAudit(
  tx: Tx,
  ctx: CompanyContext,
  step: AuditStep,
  how: { readonly waived: boolean; readonly reason: string },
): Promise<void> {
  const { before, after } = step;
  if (how.waived) {
    if (isCooled(before, after)) await writeAudit(tx, ctx, after.keptDays, how.reason);
    return;
  }
  if (isBeyondAim(before, after)) {
    await replaceCooling(tx, placeOf(ctx), ctx.clock());
    // Longer than what was to come and shorter than what holds: it has a cool-down of its own.
    const { coolsTo: _, ...standing } = before;
    if (isCooled(standing, after)) await coolAudit(tx, ctx, { ...step, before: standing }, how.reason);
  }
  await writeAudit(tx, ctx, loosenedPart(before, after).keptDays ?? before.keptDays, how.reason);
}

async function writeAudit(tx: Tx, ctx: CompanyContext, keptDays: number, reason: string): Promise<void> {
  const row = { ...placeOf(ctx), keptDays, maskedAfterDays: null, reason };
  await setRule(tx, { ...row, setBy: ctx.actor.accountId, setAt: ctx.clock() });
}

/** A shortening whose cool-down is over becomes the rule, unless a shorter one holds already. */
export async function takeCooledAudit(
  tx: Tx,
  work: Installation & { readonly company: Company },
  row: ChangeRow,
): Promise<void> {
  const { keptDays } = await readAuditRule(tx, work.company.id);
  if (row.toDays === null || keptDays <= row.toDays) return;
  const { companyId, reason, askedBy } = row;
  const rule = { companyId, ...AUDIT_RULE, keptDays: row.toDays, maskedAfterDays: null, reason };
  await setRule(tx, { ...rule, setBy: askedBy, setAt: work.clock() });
  const detail = { class: "audit", before: keptDays, keptDays: row.toDays, change: row.id };
  await systemAudit(work, tx, companyId, { action: "retention.held", detail });
}

export function detailOf({ before, after }: AuditStep) {
  return { class: "audit", before: before.keptDays, keptDays: after.keptDays };
}

function placeOf(ctx: CompanyContext) {
  return { companyId: ctx.company.id, ...AUDIT_RULE };
}
