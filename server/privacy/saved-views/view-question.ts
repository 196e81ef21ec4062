import { z } from "zod";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { endpointLabels, findEndpoints } from "../../keyring/index.ts";
import { TIERS } from "../hit.ts";
import { SearchFilters, SearchSort } from "../search-input.ts";

/** Columns of the page that can be shown or hidden, in the order they stand in. */
export const COLUMNS = [
  "source",
  "role",
  "note",
  "date",
  "others",
  "duration",
  "direction",
  "sourceName",
  "erasedOn",
] as const;
export const Columns = z.array(z.enum(COLUMNS)).max(COLUMNS.length);

/** Everything of a question but whom it is about. */
export const ViewQuestion = z.strictObject({
  filters: SearchFilters.prefault({}),
  tier: z.enum(TIERS).nullable().default(null),
  sort: SearchSort.prefault({}),
  columns: Columns,
});
export type ViewQuestion = z.infer<typeof ViewQuestion>;

/** What stands in the database: an extension belongs to an employee, so that its random ids stand for it. */
const Stored = z.object({
  ...ViewQuestion.shape,
  filters: SearchFilters.omit({ extension: true }).prefault({}),
  endpointIds: z.array(z.int()).max(10).default([]),
});

/** Throws AppError "not-found" for an extension nobody has. */
export async function storeQuestion(ctx: CompanyContext, question: ViewQuestion): Promise<z.infer<typeof Stored>> {
  const { extension, ...filters } = question.filters;
  if (extension === undefined) return { ...question, filters, endpointIds: [] };
  // As in a search: whoever may not read an extension must not find it out by keeping it.
  if (ctx.actor.sight.extension !== "shown")
    throw new AppError("forbidden", "Your profile does not show extensions, so that a view cannot keep one.");
  const endpointIds = await findEndpoints(ctx.keyring, ctx.company.id, extension);
  if (endpointIds.length === 0)
    throw new AppError("not-found", "No call has this extension or queue. Leave it out of the view, or correct it.");
  return { ...question, filters, endpointIds: endpointIds.slice(0, 10) };
}

/** What was stored, read back with the extension's label; null where a later release wrote it. */
export async function readQuestions(
  ctx: CompanyContext,
  stored: readonly Readonly<Record<string, unknown>>[],
): Promise<(ViewQuestion | null)[]> {
  const read = stored.map((one) => Stored.safeParse(one));
  const ids = read.flatMap((one) => (one.success ? one.data.endpointIds : []));
  const shown = ctx.actor.sight.extension === "shown";
  const labels = await endpointLabels(ctx.keyring, ctx.company.id, shown ? ids : []);
  return read.map((one) => {
    if (!one.success) return null;
    const { endpointIds, filters, ...rest } = one.data;
    const label = endpointIds.map((id) => labels.get(id)?.label).find((text) => text !== undefined);
    // Without its extension the view would show other calls than it says.
    if (endpointIds.length > 0 && label === undefined) return null;
    return { ...rest, filters: { ...filters, ...(label === undefined ? {} : { extension: label }) } };
  });
}
