import { randomUUID } from "node:crypto";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber as findsNumber } from "../../domain/free-text.ts";
import { countSavedViews, MOST_VIEWS, putSavedView } from "../../store/index.ts";
import { storeQuestion, ViewQuestion } from "./view-question.ts";

export const SaveViewInput = z.strictObject({
  ...ViewQuestion.shape,
  /** Absent for a new one. */
  viewId: z.uuid().optional(),
  name: z.string().trim().min(1).max(60),
  /** Whether everybody in the company who searches finds it. */
  shared: z.boolean().default(false),
});
export type SaveViewInput = z.infer<typeof SaveViewInput>;

/** Keeps filters, order and columns under a name. Whom a search was about is not part of it, and a name holds no number. */
export async function saveView(
  ctx: CompanyContext,
  input: z.input<typeof SaveViewInput>,
): Promise<{ readonly viewId: string }> {
  authoriseCompany(ctx, "data.search");
  const { viewId = randomUUID(), name, shared, ...question } = SaveViewInput.parse(input);
  const { accountId } = ctx.actor;
  if (accountId === null) throw new AppError("forbidden", "Views belong to people; sign in as one.");
  if (holdsNumber(name, ctx.clock()))
    throw new AppError(
      "bad-input",
      "Give the view a name without a telephone or identity number: names are read by others and never erased by rule.",
      { field: "name" },
    );
  const stored = await storeQuestion(ctx, question);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const view = { companyId: ctx.company.id, id: viewId, accountId, name, shared, question: stored };
    if (!(await putSavedView(tx, { ...view, changedAt: ctx.clock() })))
      throw new AppError("not-found", "There is no such view of yours. Save it as a new one.");
    // Counted with the new one in it: an id that somebody chose themselves makes a new view, too.
    if ((await countSavedViews(tx, ctx.company.id, accountId)) > MOST_VIEWS)
      throw new AppError("limit", `You keep ${MOST_VIEWS} views already. Remove one you no longer use.`);
    await audit(ctx, tx, { action: "view.save", detail: { view: viewId, shared } });
  });
  return { viewId };
}

/** Six digits in a row, however they are spaced, are taken for a number too; "2026 Q3" and "week 47" are not. */
function holdsNumber(name: string, at: Date): boolean {
  const plain = name.normalize("NFKC");
  return findsNumber(plain, at) || /\d(?:[\s().+/-]{0,2}\d){5,}/.test(plain);
}
