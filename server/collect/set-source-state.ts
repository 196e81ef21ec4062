import { z } from "zod";
import { type Tx, withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { restartGuards } from "../store/guards.ts";
import { dropLive } from "../store/source-live.ts";
import { dropCredentials } from "../store/source-credentials.ts";
import { removeSource as markRemoved, setSourceState, sourceById } from "../store/sources.ts";
import { requireEdge } from "./require-edge.ts";
import { SourceId } from "./source-id.ts";
import { Leave, requireStartable } from "./start-terms.ts";

export const StartSourceInput = z.strictObject({ ...SourceId.shape, ...Leave.shape });
export type StartSourceInput = z.input<typeof StartSourceInput>;

/** From now on a collector reads the source. What lay in its folder before is read too. */
export async function startSource(ctx: CompanyContext, input: StartSourceInput): Promise<void> {
  const { sourceId, withoutSsn } = StartSourceInput.parse(input);
  await act(ctx, { sourceId }, "source.start", async (tx, id) => {
    const source = await sourceById(tx, ctx.company.id, id);
    if (source !== null && source.edgeId !== null) await requireEdge(tx, ctx.company.id, source.edgeId);
    await requireStartable(tx, ctx.company.id, source?.product ?? 0, withoutSsn);
    await restartGuards(tx, ctx.company.id, id, ctx.clock());
    return setSourceState(tx, ctx.company.id, id, "running", null, ctx.clock());
  });
}

/** The collector lets go of it within seconds. What was collected before is still stored. */
export async function stopSource(ctx: CompanyContext, input: SourceId): Promise<void> {
  await act(ctx, input, "source.stop", (tx, id) =>
    setSourceState(tx, ctx.company.id, id, "stopped", null, ctx.clock()),
  );
}

/** For good; its records stay, and go by their retention rules. */
export async function removeSource(ctx: CompanyContext, input: SourceId): Promise<void> {
  await act(ctx, input, "source.remove", async (tx, id) => {
    await dropCredentials(tx, ctx.company.id, id);
    await dropLive(tx, ctx.company.id, id);
    await markRemoved(tx, ctx.company.id, id, ctx.clock());
  });
}

async function act(
  ctx: CompanyContext,
  input: SourceId,
  action: string,
  work: (tx: Tx, sourceId: number) => Promise<unknown>,
): Promise<void> {
  authoriseCompany(ctx, "source.change");
  const { sourceId } = SourceId.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const source = await sourceById(tx, ctx.company.id, sourceId);
    if (source === null || source.removedAt !== null) throw new AppError("not-found", "This source does not exist.");
    await work(tx, sourceId);
    await audit(ctx, tx, { action, detail: { sourceId } });
  });
}
