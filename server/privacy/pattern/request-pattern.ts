import { randomUUID } from "node:crypto";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit, countSearch, guardSearches } from "../../audit/index.ts";
import { authorise, authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import { readPattern } from "../../domain/number-pattern.ts";
import { mayReveal, seenAs } from "../../domain/sight.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { makeBox } from "../../keyring/index.ts";
import { addPattern, listPatterns } from "../../store/index.ts";
import { PATTERN_PART } from "./run-pattern-search.ts";

export const RequestPatternInput = z
  .strictObject({
    /** Digits, * for any digits, ? for one: "070-174*". */
    pattern: z.string().trim().min(1).max(60),
    type: z.enum(["phone", "ssn"]).default("phone"),
    /** Calls of these days, both included. */
    from: z.iso.date(),
    to: z.iso.date(),
    purpose: z.string().trim().min(3).max(200),
  })
  .refine(({ from, to }) => from <= to, { message: "The period ends before it begins.", path: ["to"] });
export type RequestPatternInput = z.input<typeof RequestPatternInput>;

/** So long the pattern and what it found are there. */
const LIFE_MS = 2 * 86_400_000;
/** So many of one person's wait or run at once. */
const AT_ONCE = 3;

/**
 * Asks for a search by a pattern. It opens identifiers of people nobody named, hence a purpose, a password and a row in the
 * audit; the pattern itself is kept sealed under a key of its own that dies with what it found.
 */
export async function requestPattern(ctx: CompanyContext, input: RequestPatternInput): Promise<{ patternId: string }> {
  authoriseCompany(ctx, "data.pattern");
  requireStepUp(ctx);
  const asked = RequestPatternInput.parse(input);
  const { accountId } = ctx.actor;
  if (accountId === null) throw new AppError("forbidden", "Only a person can search by a pattern.");
  const now = ctx.clock();
  if (holdsNumber(asked.purpose, now))
    throw new AppError("bad-input", "Leave numbers out of the purpose: write why, not who.");
  readPattern(asked.pattern, asked.type, ctx.company.country);
  guardSight(ctx, asked.type);
  await guardSearches(ctx);
  const patternId = randomUUID();
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  const box = await makeBox(ctx.keyring, ctx.company.id, patternId, expiresAt);
  const sealed = box.sealPart(
    PATTERN_PART,
    Buffer.from(
      JSON.stringify({
        text: asked.pattern,
        kind: asked.type,
        keyed: mayAsk(ctx, "ssn"),
        seesPrivate: ctx.actor.sight.private === "shown" && seenAs(ctx.actor.sight, asked.type) === "shown",
      }),
    ),
  );
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const own = await listPatterns(tx, ctx.company.id, accountId, 100);
    if (own.filter((one) => one.state === "waiting" || one.state === "running").length >= AT_ONCE)
      throw new AppError("limit", `${AT_ONCE} of your searches are still running. Wait for one of them, or cancel it.`);
    await addPattern(tx, {
      companyId: ctx.company.id,
      id: patternId,
      accountId,
      purpose: asked.purpose,
      fromDay: asked.from,
      toDay: asked.to,
      createdAt: now,
      expiresAt,
      sealed,
    });
    await countSearch(tx, ctx);
    await audit(ctx, tx, {
      action: "data.pattern",
      purpose: asked.purpose,
      detail: { pattern: patternId, type: asked.type, from: asked.from, to: asked.to },
    });
    await enqueue(tx, "search-pattern", { companyId: ctx.company.id, patternId });
  });
  return { patternId };
}

/** Whether patterns about these values tell nothing that could not be revealed one by one. */
function mayAsk({ actor }: CompanyContext, type: "phone" | "ssn"): boolean {
  const { sight, permissions } = actor;
  return seenAs(sight, type) === "shown" || (permissions.has("data.reveal") && mayReveal(sight, type));
}

/** Forty patterns tell four hidden digits: to ask for one is to reveal, and what cannot be revealed cannot be asked for so. */
function guardSight(ctx: CompanyContext, type: "phone" | "ssn"): void {
  if (mayAsk(ctx, type)) return;
  authorise(ctx, "data.reveal");
  if (!mayReveal(ctx.actor.sight, type))
    throw new AppError("forbidden", "Your profile hides these values, so that no pattern finds them.");
}
