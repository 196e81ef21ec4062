import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit, subjectPseudonym } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import {
  DATA_CLASSES,
  nameOf,
  partyBit,
  type PartyClass,
  PRODUCTS,
  type Product,
  ROLES,
  type Role,
} from "../domain/codes.ts";
import { holdsNumber } from "../domain/free-text.ts";
import { displayNumber } from "../domain/mask.ts";
import { isPrivate } from "../domain/nature.ts";
import { mayReveal, seenAs, sightOfCall } from "../domain/sight.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { isSuspended, revealSubjects } from "../keyring/index.ts";
import { naturesOf, partiesOfRecords, partiesOnce, spendReveal } from "../store/index.ts";
import { openRows } from "./erase/gather.ts";
import { maskedValues } from "./retention/masked-values.ts";
import { startOf } from "./seek/describe-hits.ts";
import { casesSeen, isRestricted, withWaiting } from "./seek/restricted.ts";

/** So many values a person may reveal within an hour; whoever needs more asks for an export, which is its own right. */
export const REVEALS_AN_HOUR = 60;
/** The screen hides what was revealed after so long. */
const REVEALED_SECONDS = 30;

export const RevealInput = z.strictObject({
  hitId: z.uuid(),
  role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]),
  class: z.enum(["phone", "ssn", "ssn_truncated", "name"]),
  /** Why, in the person's own words; it stands in the audit. */
  purpose: z.string().trim().min(3).max(200),
});
export type RevealInput = z.infer<typeof RevealInput>;

export interface RevealedValue {
  /** As people read it; answered once and kept nowhere. */
  readonly value: string;
  readonly seconds: number;
  /** How many more this person may reveal within the hour. */
  readonly left: number;
}

/**
 * Shows one masked value of one call, with its purpose in the audit in the same transaction: no audit row, no value. Throws
 * AppError "forbidden" for what the profile hides, "gone" and "expired" for what nobody reads any more, "limit" when the hour's
 * budget is spent.
 */
export async function reveal(ctx: CompanyContext, input: RevealInput): Promise<RevealedValue> {
  authoriseCompany(ctx, "data.reveal");
  requireStepUp(ctx);
  const { hitId, role, class: cls, purpose } = RevealInput.parse(input);
  if (holdsNumber(purpose, ctx.clock()))
    throw new AppError("bad-input", "Leave numbers out of the purpose: write why, not who.");
  if (seenAs(ctx.actor.sight, cls) === "hidden") throw hiddenByProfile();
  return withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const nature = (await naturesOf(tx, ctx.company.id, [hitId])).get(hitId) ?? null;
    const sight = sightOfCall(ctx.actor.sight, isPrivate(nature));
    if (seenAs(sight, cls) === "hidden") throw hiddenByProfile();
    const { subjectId, canonical, product } = await readValue(tx, ctx, hitId, role, cls);
    const masks = await maskedValues(tx, ctx);
    if (masks.ofCall(product, cls, startOf(hitId))) throw maskedByRule();
    if (!mayReveal(sight, cls, canonical)) throw hiddenByProfile();
    const subject = await subjectPseudonym(ctx, subjectId);
    const left = await spendOneReveal(tx, ctx);
    await audit(ctx, tx, { action: "data.reveal", subject, purpose, detail: { call: hitId, role, class: cls } });
    return revealed(canonical, cls, left);
  });
}

/** Read in the transaction that writes it down: an erasure that comes meanwhile waits for neither and shows in both. */
async function readValue(
  tx: Tx,
  ctx: CompanyContext,
  hitId: string,
  role: Role,
  cls: PartyClass,
): Promise<{ readonly subjectId: Buffer; readonly canonical: string; readonly product: Product }> {
  const rows = await partiesOfRecords(tx, ctx.company.id, [hitId]);
  const mine = rows.filter((row) => row.role === ROLES[role] && row.class === DATA_CLASSES[cls]);
  if (mine.length === 0) throw await whyMissing(tx, ctx, hitId, role, cls);
  const opened = (await openRows(ctx, mine)).find((row) => row.subject !== null);
  if (opened === undefined || opened.subject === null) throw expired();
  const cases = await withWaiting(tx, ctx, await casesSeen(tx, ctx), [hitId]);
  if (isRestricted(cases, opened.sliceId, opened.subject, hitId)) throw restricted();
  const subjectId = Buffer.from(opened.subject, "hex");
  const value = (await revealSubjects(ctx.keyring, ctx.company.id, [subjectId])).get(opened.subject);
  const product = nameOf(PRODUCTS, opened.product) ?? "pbx";
  if (value !== undefined) return { subjectId, canonical: value.canonical, product };
  throw (await isSuspended(ctx.keyring, ctx.company.id, subjectId)) ? resting() : erased();
}

/** The call remembers which identifiers it was read with, and which of them were erased; the rest went by rule. */
async function whyMissing(tx: Tx, ctx: CompanyContext, hitId: string, role: Role, cls: PartyClass): Promise<AppError> {
  const once = await partiesOnce(tx, ctx.company.id, hitId);
  const bit = partyBit(role, cls);
  if (once === null || (once.parties & bit) === 0)
    return new AppError("not-found", "There is no such value in this call. Search again.");
  if ((once.erased & bit) !== 0) return erased();
  return (once.late & bit) !== 0 ? late() : expired();
}

/** A value on its way to who asked for it, once what it costs is paid and written down. */
export function revealed(canonical: string, cls: PartyClass, left: number): RevealedValue {
  return { value: displayNumber(canonical, cls), seconds: REVEALED_SECONDS, left };
}

/** One of the values somebody may reveal within an hour. Throws AppError "limit". */
export async function spendOneReveal(tx: Tx, ctx: CompanyContext): Promise<number> {
  const { accountId } = ctx.actor;
  if (accountId === null) throw new AppError("forbidden", "Only a person can reveal a value.");
  const left = await spendReveal(tx, ctx.company.id, accountId, ctx.clock(), REVEALS_AN_HOUR);
  if (left !== null) return left;
  throw new AppError(
    "limit",
    `You have shown ${REVEALS_AN_HOUR} values within an hour, and no more are shown. Wait a while, or ask for an export.`,
    { retry: true },
  );
}

function restricted(): AppError {
  return new AppError(
    "forbidden",
    "This value is restricted (GDPR Art. 18): it is stored and nobody uses it. It can be shown again when the case ends.",
  );
}

function hiddenByProfile(): AppError {
  return new AppError("forbidden", "Your profile hides this value, so that it cannot be shown.");
}

function maskedByRule(): AppError {
  return new AppError(
    "expired",
    "This value is masked to everybody by the company's retention rule. Nobody can show it; it is deleted when its time is over.",
  );
}

function erased(): AppError {
  return new AppError("gone", "This value has been erased. Nobody can show it any more.");
}

function expired(): AppError {
  return new AppError("expired", "This value has gone by its retention rule. Nobody can show it any more.");
}

function late(): AppError {
  return new AppError("expired", "The call came after the time of this value was over, so that it was never stored.");
}

function resting(): AppError {
  return new AppError("gone", "This value is about to be erased. Until that is done or undone nobody reads it.");
}
