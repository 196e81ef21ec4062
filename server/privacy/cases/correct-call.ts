import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit, countSearch, guardSearches } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES, DIRECTIONS, type Direction, ROLES, type Role } from "../../domain/codes.ts";
import { holdsNumber, withoutNumbers } from "../../domain/free-text.ts";
import { readIdentifier } from "../../domain/identifier.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { uuidText } from "../../domain/uuid.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import {
  endSubject,
  isSuspended,
  pseudonymise,
  resolveEndpoints,
  resolveSubjects,
  type Wanted,
} from "../../keyring/index.ts";
import {
  addCorrection,
  correctFacts,
  latestEnd,
  type PartyMove,
  partiesOfRecords,
  raiseFence,
  replaceParties,
  waitingCalls,
} from "../../store/index.ts";
import { type OpenedRow, openRows } from "../erase/gather.ts";
import { makeProbes } from "../seek/probes.ts";
import { casesSeen, isRestricted, withWaiting } from "../seek/restricted.ts";
import { startOf } from "../seek/describe-hits.ts";

const reason = z.string().trim().min(3).max(500);
const hitId = z.uuid();

/** What can be put right: who somebody was, which way the call went, and whose extension it was. */
export const CorrectCallInput = z.discriminatedUnion("what", [
  z.strictObject({
    what: z.literal("identifier"),
    hitId,
    role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]),
    class: z.enum(["phone", "ssn"]),
    /** The right one, in any notation the search reads. */
    text: z.string().trim().min(1).max(200),
    reason,
  }),
  z.strictObject({
    what: z.literal("direction"),
    hitId,
    direction: z.enum(Object.keys(DIRECTIONS) as [Direction, ...Direction[]]),
    reason,
  }),
  z.strictObject({ what: z.literal("extension"), hitId, extension: z.string().trim().min(1).max(64), reason }),
]);
export type CorrectCallInput = z.infer<typeof CorrectCallInput>;

/**
 * Puts something right in one call (Art. 16). What stood there is gone, here and in the audit, which says that and why it was
 * corrected; hits and exports of the call carry the date. The same file read again does not undo it.
 */
export async function correctCall(
  ctx: CompanyContext,
  input: CorrectCallInput,
): Promise<{ readonly correctedAt: Date }> {
  authoriseCompany(ctx, "record.correct");
  requireStepUp(ctx);
  const asked = CorrectCallInput.parse(input);
  const correctedAt = ctx.clock();
  const words = withoutNumbers(asked.reason, correctedAt);
  // The answer tells a number that was erased from one that was not.
  if (asked.what === "identifier") await guardSearches(ctx);
  const prepared = asked.what === "identifier" ? await rightIdentifier(ctx, asked) : null;
  const endpointId = asked.what === "extension" ? await endpointOf(ctx, asked.extension) : null;
  if (asked.what === "identifier") await withCompany(door(ctx, "web"), ctx.company.id, (tx) => countSearch(tx, ctx));
  const old = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await raiseFence(tx, ctx.company.id);
    await refuseKept(tx, ctx, asked.hitId);
    let subject: { readonly id: string; readonly class: "phone" | "ssn" } | null = null;
    if (asked.what === "identifier" && prepared !== null)
      subject = { id: await replaceParty(tx, ctx, asked, prepared), class: asked.class };
    else await replaceFacts(tx, ctx, asked.hitId, asked, endpointId);
    const role = asked.what === "identifier" ? ROLES[asked.role] : null;
    const cls = asked.what === "identifier" ? DATA_CLASSES[asked.class] : null;
    await addCorrection(tx, {
      companyId: ctx.company.id,
      id: randomUUID(),
      recordId: asked.hitId,
      what: asked.what,
      role,
      class: cls,
      reason: words,
      correctedAt,
      correctedBy: ctx.actor.accountId,
      correctedByName: ctx.actor.name,
    });
    if (subject !== null) await endOld(tx, ctx, subject);
    await audit(ctx, tx, {
      action: "data.correct",
      purpose: words,
      detail: { call: asked.hitId, what: asked.what, ...(asked.what === "identifier" ? { role: asked.role } : {}) },
    });
    return subject;
  });
  if (old !== null) ctx.log.info("call-corrected", { what: "identifier" });
  return { correctedAt };
}

type IdentifierInput = Extract<CorrectCallInput, { what: "identifier" }>;

/** The class's own reading of what was typed, ready to be made a subject when the row's last day is known. */
async function rightIdentifier(ctx: CompanyContext, asked: IdentifierInput): Promise<Omit<Wanted, "liveUntil">> {
  const read = readIdentifier(asked.text, asked.class, ctx.company, startOf(asked.hitId));
  if (read.canonical === null || read.class !== asked.class)
    throw new AppError(
      "bad-input",
      asked.class === "phone"
        ? "Type the whole telephone number as it should stand in the call."
        : "Type the whole personal identity number as it should stand in the call.",
    );
  const times = { calledAt: startOf(asked.hitId), receivedAt: ctx.clock() };
  return { class: DATA_CLASSES[asked.class], canonical: read.canonical, ...read.aliases, ...times };
}

/** The row gets the right subject in the slice where it stands: its end stays. Answers the old subject. */
async function replaceParty(
  tx: Tx,
  ctx: CompanyContext,
  asked: IdentifierInput,
  right: Omit<Wanted, "liveUntil">,
): Promise<string> {
  const rows = await openRows(ctx, await partiesOfRecords(tx, ctx.company.id, [asked.hitId]));
  const [row, second] = rows.filter((one) => one.role === ROLES[asked.role] && one.class === DATA_CLASSES[asked.class]);
  if (second !== undefined)
    throw new AppError(
      "conflict",
      "Several people have this part in the call, so that none of them can be told apart.",
    );
  if (row === undefined || row.subject === null || (await isHidden(ctx, row.subject)))
    throw new AppError("not-found", "There is no such value in this call any more. Search again.");
  const [resolved] = await resolveSubjects(ctx.keyring, ctx.company.id, [{ ...right, liveUntil: row.expiresOn }]);
  const subjectId = resolved?.subjectId ?? null;
  if (subjectId === null)
    throw new AppError("gone", "That identifier has been erased for calls of this time, and is not stored again.");
  // Typed again as it stands: said no otherwise than any other, or numbers could be guessed here.
  await replaceParties(tx, ctx.company.id, [
    await moveTo(ctx, row, subjectId),
    ...(await truncatedToo(ctx, rows, row, right)),
  ]);
  return row.subject;
}

/** Within the grace of an erasure nobody reads it, and no call is taken out of the erasure by another number. */
function isHidden({ keyring, company }: CompanyContext, subject: string): Promise<boolean> {
  return isSuspended(keyring, company.id, Buffer.from(subject, "hex"));
}

async function moveTo(ctx: CompanyContext, row: OpenedRow, subjectId: Buffer): Promise<PartyMove> {
  const { expiresOn, pseudonym, recordId, sliceId } = row;
  const fresh = await pseudonymise(ctx.keyring, ctx.company.id, sliceId, subjectId);
  return { day: expiresOn, pseudonym, recordId, newDay: expiresOn, newSliceId: sliceId, newPseudonym: uuidText(fresh) };
}

/** Beside a full personal identity number stands its truncated form, which was read from it. */
async function truncatedToo(
  ctx: CompanyContext,
  rows: readonly OpenedRow[],
  { role, class: cls }: OpenedRow,
  right: Omit<Wanted, "liveUntil">,
): Promise<PartyMove[]> {
  if (cls !== DATA_CLASSES.ssn) return [];
  const row = rows.find((one) => one.role === role && one.class === DATA_CLASSES.ssn_truncated);
  if (row === undefined) return [];
  const { calledAt, receivedAt } = right;
  const canonical = right.canonical.slice(0, 8);
  const wanted = { class: DATA_CLASSES.ssn_truncated, canonical, calledAt, receivedAt, liveUntil: row.expiresOn };
  const [resolved] = await resolveSubjects(ctx.keyring, ctx.company.id, [wanted]);
  return resolved?.subjectId === null || resolved === undefined ? [] : [await moveTo(ctx, row, resolved.subjectId)];
}

/** The wrong identifier lives as long as other rows point at it, and no longer. */
async function endOld(
  tx: Tx,
  ctx: CompanyContext,
  old: { readonly id: string; readonly class: "phone" | "ssn" },
): Promise<void> {
  const subjectId = Buffer.from(old.id, "hex");
  const { probes } = await makeProbes(ctx, [{ subjectId, class: old.class }]);
  const last = await latestEnd(tx, ctx.company.id, probes);
  await endSubject(ctx.keyring, ctx.company.id, subjectId, last ?? dayIn(ctx.company.timeZone, ctx.clock()));
}

async function replaceFacts(
  tx: Tx,
  ctx: CompanyContext,
  recordId: string,
  asked: Exclude<CorrectCallInput, IdentifierInput> | IdentifierInput,
  endpointId: number | null,
): Promise<void> {
  const direction = asked.what === "direction" ? DIRECTIONS[asked.direction] : null;
  if (await correctFacts(tx, ctx.company.id, recordId, { direction, endpointId })) return;
  throw new AppError("gone", "The facts of this call have gone by their rule; there is nothing to correct.");
}

async function endpointOf(ctx: CompanyContext, label: string): Promise<number | null> {
  // An extension is nobody's identifier: no search and no erasure would look for a number here.
  if (holdsNumber(label, ctx.clock()))
    throw new AppError("bad-input", "This is a telephone number or a personal identity number, and no extension.");
  const [id] = await resolveEndpoints(ctx.keyring, ctx.company.id, [{ kind: "extension", label }]);
  return id ?? null;
}

/** What is held is evidence and stays as it is; what is restricted is corrected by who may see it. */
async function refuseKept(tx: Tx, ctx: CompanyContext, recordId: string): Promise<void> {
  const cases = await withWaiting(tx, ctx, await casesSeen(tx, ctx), [recordId]);
  // A job may not have come to it yet.
  const waits = (await waitingCalls(tx, ctx.company.id, [recordId])).some((one) => one.kind === "hold");
  if (cases.slices.size === 0 && !cases.restricts && !waits) return;
  const rows = await openRows(ctx, await partiesOfRecords(tx, ctx.company.id, [recordId]));
  if (waits || rows.some((row) => cases.slices.get(row.sliceId)?.kind === "hold"))
    throw new AppError(
      "conflict",
      "This call is held and stays as it is. Lift the hold first, or correct it afterwards.",
    );
  if (ctx.actor.permissions.has("data.restricted")) return;
  if (rows.some((row) => isRestricted(cases, row.sliceId, row.subject, recordId)))
    throw new AppError(
      "forbidden",
      "This call is restricted (GDPR Art. 18). Who may see restricted data can correct it.",
    );
}
