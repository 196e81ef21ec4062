import { randomUUID } from "node:crypto";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit, countSearch, guardSearches, subjectPseudonym } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { readIdentifier } from "../../domain/identifier.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { findSubjects, type IdentifierAsked, markPerson } from "../../keyring/index.ts";
import { addCase, type CaseKind, type CaseRow, caseById, changeCase, openCase, raiseFence } from "../../store/index.ts";
import { freezeAll } from "../freeze-selection.ts";
import { sureQuestions } from "../seek/find-people.ts";
import { carryHere, MOST_CALLS, tooManyCalls } from "./add-case.ts";
import { OBJECTION_GROUNDS, RESTRICTION_GROUNDS } from "../../domain/case-grounds.ts";
import { checkEnd } from "./grounds.ts";
import { guardOpenCases } from "./guard-open-cases.ts";

const person = {
  /** Read as the search reads it; kept nowhere but as a hash in the keyring. */
  text: z.string().trim().min(1).max(200),
  type: z.enum(["detect", "phone", "ssn"]).default("detect"),
  name: z.string().trim().min(1).max(80),
  reason: z.string().trim().min(3).max(500),
};

export const RestrictPersonInput = z.strictObject({
  ...person,
  ground: z.enum(RESTRICTION_GROUNDS),
  endsOn: z.iso.date(),
});
export type RestrictPersonInput = z.input<typeof RestrictPersonInput>;

export const ObjectInput = z.strictObject({ ...person, ground: z.enum(OBJECTION_GROUNDS) });
export type ObjectInput = z.input<typeof ObjectInput>;

export interface MarkedPerson {
  readonly caseId: string;
  /** Whether anything of the person is stored now; what comes later is restricted too. */
  readonly known: boolean;
  /** "making" while a job carries what there is; the person is restricted already. */
  readonly state: CaseRow["state"];
  /** Calls that are kept until the case ends. */
  readonly calls: number;
}

/**
 * Restricts everything of a person (Art. 18), and what comes of them until the case ends: nobody finds, reveals, exports or
 * counts it. The calls there are now are kept until then, whatever their rules say; those that come later follow the rules.
 */
export async function restrictPerson(ctx: CompanyContext, input: RestrictPersonInput): Promise<MarkedPerson> {
  authoriseCompany(ctx, "hold.change");
  const asked = RestrictPersonInput.parse(input);
  checkEnd(asked.endsOn, dayIn(ctx.company.timeZone, ctx.clock()), asked.ground);
  return await mark(ctx, "restriction", asked, asked.endsOn);
}

/** Notes an objection (Art. 21). Until it is decided everything of the person is restricted (Art. 18(1)(d)). */
export async function noteObjection(ctx: CompanyContext, input: ObjectInput): Promise<MarkedPerson> {
  authoriseCompany(ctx, "hold.change");
  return await mark(ctx, "objection", ObjectInput.parse(input), null);
}

/** An identifier that names one person: a whole number, or a full personal identity number. What a search asks for it surely. */
export function wholeIdentifier(
  ctx: CompanyContext,
  text: string,
  type: "detect" | "phone" | "ssn",
): readonly [IdentifierAsked, ...IdentifierAsked[]] {
  const read = readIdentifier(text, type, ctx.company, ctx.clock());
  const [first, ...others] = sureQuestions(read);
  if (first === undefined || (read.class !== "phone" && read.class !== "ssn"))
    throw new AppError(
      "bad-input",
      "Type one whole number, or a full personal identity number: only these stand for one person.",
    );
  return [first, ...others];
}

async function mark(
  ctx: CompanyContext,
  kind: Extract<CaseKind, "restriction" | "objection">,
  asked: { text: string; type: "detect" | "phone" | "ssn"; name: string; reason: string; ground: string },
  endsOn: string | null,
): Promise<MarkedPerson> {
  const who = wholeIdentifier(ctx, asked.text, asked.type);
  // It answers whether somebody is known: asked for one number after another it would find the digits that a mask hides.
  await guardSearches(ctx);
  const [first] = await findSubjects(ctx.keyring, ctx.company.id, who[0]);
  const subject = await subjectPseudonym(ctx, first?.tier === "exact" ? first.subjectId : undefined);
  const caseId = randomUUID();
  const now = ctx.clock();
  const reason = withoutNumbers(asked.reason, now);
  const selectionId = endsOn === null ? null : await selectAll(ctx, asked);
  const calls = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await guardOpenCases(tx, ctx);
    if (selectionId !== null) await raiseFence(tx, ctx.company.id);
    await addCase(tx, {
      companyId: ctx.company.id,
      id: caseId,
      kind,
      name: withoutNumbers(asked.name, now),
      ground: asked.ground,
      reason,
      endsOn,
      ofPerson: true,
      keeps: endsOn !== null,
      createdAt: now,
      createdBy: ctx.actor.accountId,
      createdByName: ctx.actor.name,
    });
    const named = selectionId === null ? 0 : await openCase(tx, ctx.company.id, caseId, selectionId, MOST_CALLS);
    if (named > MOST_CALLS) throw tooManyCalls();
    await countSearch(tx, ctx);
    const action = kind === "restriction" ? "restriction.add" : "objection.note";
    await audit(ctx, tx, {
      action,
      subject,
      purpose: reason,
      detail: { case: caseId, ground: asked.ground, person: true },
    });
    return named;
  });
  // The case is written down first: a mark without a case would restrict somebody without anybody knowing why.
  const subjects = await markPerson(ctx.keyring, ctx.company.id, caseId, who);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await changeCase(tx, ctx.company.id, caseId, { markedAt: ctx.clock(), calls, changedAt: ctx.clock() });
    await enqueue(tx, "settle-case", { companyId: ctx.company.id, caseId });
  });
  await carryHere(ctx, { id: caseId, endsOn }, calls);
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = await caseById(tx, ctx.company.id, caseId);
    return { caseId, known: subjects > 0, state: row?.state ?? "making", calls: row?.calls ?? 0 };
  });
}

/** Every call of the person there is now, in whatever notation, restricted ones too; null where there is none. */
async function selectAll(ctx: CompanyContext, { text, type }: { text: string; type: "detect" | "phone" | "ssn" }) {
  try {
    return (await freezeAll(ctx, { text, type, tiers: ["exact", "digits"] })).selectionId;
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}
