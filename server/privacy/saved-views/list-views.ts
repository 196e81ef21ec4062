import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { listSavedViews, readPageLook } from "../../store/index.ts";
import { Columns, readQuestions, type ViewQuestion } from "./view-question.ts";

/** How a person likes the page; remembered by the server, since browsers are shared. */
export const PageLook = z.strictObject({
  columns: Columns.nullable().default(null),
  density: z.enum(["calm", "dense"]).default("calm"),
  /** The view the page opens with. */
  defaultViewId: z.uuid().nullable().default(null),
});
export type PageLook = z.infer<typeof PageLook>;

export interface SavedView extends ViewQuestion {
  readonly viewId: string;
  readonly name: string;
  readonly shared: boolean;
  /** Whether the reader made it, and so may change it. */
  readonly own: boolean;
}

export interface ViewsOfPage {
  readonly views: readonly SavedView[];
  readonly look: PageLook;
}

/** The reader's own views and the company's shared ones, and how the reader likes the page. */
export async function listViews(ctx: CompanyContext): Promise<ViewsOfPage> {
  authoriseCompany(ctx, "data.search");
  const { accountId } = ctx.actor;
  if (accountId === null) return { views: [], look: PageLook.parse({}) };
  const { rows, look } = await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    async (tx) => ({
      rows: await listSavedViews(tx, ctx.company.id, accountId),
      look: await readPageLook(tx, ctx.company.id, accountId),
    }),
    { readOnly: true },
  );
  const questions = await readQuestions(
    ctx,
    rows.map((row) => row.question),
  );
  const views: SavedView[] = [];
  for (const [place, { id, name, shared, accountId: owner }] of rows.entries()) {
    const question = questions[place];
    if (question) views.push({ ...question, viewId: id, name, shared, own: owner === accountId });
  }
  const known = PageLook.safeParse(look ?? {});
  return { views, look: known.success ? known.data : PageLook.parse({}) };
}
