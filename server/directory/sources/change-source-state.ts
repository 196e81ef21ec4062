import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { removeSource as markRemoved, setSourceState, sourceById } from "../../store/sources.ts";

export const SourceInput = z.strictObject({ sourceId: z.number().int().positive().max(2_147_483_647) });
export type SourceInput = z.infer<typeof SourceInput>;

/** From now on a collector reads it. */
export async function startSource(ctx: CompanyContext, input: SourceInput): Promise<void> {
  await change(ctx, input, "running");
}

/** What is in the inbox already is still read; nothing new is taken. */
export async function stopSource(ctx: CompanyContext, input: SourceInput): Promise<void> {
  await change(ctx, input, "stopped");
}

/** Takes a source out of use. Its records stay until their rules end, and go on naming it. */
export async function removeSource(ctx: CompanyContext, input: SourceInput): Promise<void> {
  authoriseCompany(ctx, "source.change");
  const { sourceId } = SourceInput.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const source = await sourceById(tx, ctx.company.id, sourceId);
    if (source === null || source.removedAt !== null) throw noSource();
    await markRemoved(tx, ctx.company.id, sourceId, ctx.clock());
    await audit(ctx, tx, { action: "source.remove", detail: { source: sourceId } });
  });
}

async function change(ctx: CompanyContext, input: SourceInput, state: "running" | "stopped"): Promise<void> {
  authoriseCompany(ctx, "source.change");
  const { sourceId } = SourceInput.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    if (!(await setSourceState(tx, ctx.company.id, sourceId, state, null, ctx.clock()))) throw noSource();
    await audit(ctx, tx, {
      action: state === "running" ? "source.start" : "source.stop",
      detail: { source: sourceId },
    });
  });
}

export function noSource(): AppError {
  return new AppError("not-found", "There is no such source in this company.");
}
