import { type Tx, withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { nameOf, PRODUCTS } from "../domain/codes.ts";
import { requireDecided } from "../domain/disposal.ts";
import { readDisposal } from "../store/disposal.ts";
import { restartGuards } from "../store/guards.ts";
import { removeSource as markRemoved, setSourceState, sourceById } from "../store/sources.ts";
import { SourceId } from "./source-id.ts";

/** From now on a collector reads the source. What lay in its folder before is read too. */
export async function startSource(ctx: CompanyContext, input: SourceId): Promise<void> {
  await act(ctx, input, "source.start", async (tx, id) => {
    const source = await sourceById(tx, ctx.company.id, id);
    const product = nameOf(PRODUCTS, source?.product ?? 0);
    // What a public body may not dispose of must not come in.
    if (product !== undefined) requireDecided(await readDisposal(tx, ctx.company.id), product);
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
  await act(ctx, input, "source.remove", (tx, id) => markRemoved(tx, ctx.company.id, id, ctx.clock()));
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
