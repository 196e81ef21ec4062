import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { addSource as insertSource, setSourceState } from "../store/sources.ts";
import { checkFolder } from "./check-folder.ts";
import { checkedSource } from "./checked-source.ts";
import { keepCredentials, sealCredentials } from "./keep-credentials.ts";
import { requireEdge } from "./require-edge.ts";
import { productCode, SourceInput } from "./source-input.ts";
import { Leave, requireStartable } from "./start-terms.ts";

/**
 * Adds a stopped source: nothing is collected before it is started. `edgeId`: the collector at the customer that is to run it. Throws
 * AppError "bad-input", "not-found" or "forbidden".
 */
export async function addSource(
  ctx: CompanyContext,
  input: SourceInput,
  edgeId: string | null = null,
): Promise<{ readonly sourceId: number }> {
  return await keepNew(ctx, input, edgeId, async () => undefined);
}

const Place = z.object({
  /** The edge that is to run it; null = a collector here. */
  edgeId: z.uuid().nullable().default(null),
});
export const AddSourceInput = z.strictObject({ ...SourceInput.shape, ...Place.shape });
export const BeginSourceInput = z.strictObject({ source: SourceInput, ...Place.shape, ...Leave.shape });
export type BeginSourceInput = z.input<typeof BeginSourceInput>;

/** Adds a source and starts it, or neither: what may not start is not stored. Throws as `addSource`, and AppError "conflict". */
export async function beginSource(
  ctx: CompanyContext,
  input: BeginSourceInput,
): Promise<{ readonly sourceId: number }> {
  const { source, edgeId, withoutSsn } = BeginSourceInput.parse(input);
  return await keepNew(ctx, source, edgeId, async (tx, sourceId, product) => {
    const { id: companyId } = ctx.company;
    await requireStartable(tx, companyId, product, withoutSsn);
    await setSourceState(tx, companyId, sourceId, "running", null, ctx.clock());
    await audit(ctx, tx, { action: "source.start", detail: { sourceId } });
  });
}

async function keepNew(
  ctx: CompanyContext,
  input: SourceInput,
  edgeId: string | null,
  also: (tx: Tx, sourceId: number, product: number) => Promise<void>,
): Promise<{ readonly sourceId: number }> {
  authoriseCompany(ctx, "source.change");
  const { fields, credentials } = await checkedSource(ctx, input);
  if (edgeId === null) await checkFolder(ctx, fields);
  const seal = await sealCredentials(ctx, credentials, edgeId);
  const { company } = ctx;
  const product = productCode(fields);
  const sourceId = await withCompany(door(ctx, "web"), company.id, async (tx) => {
    if (edgeId !== null) await requireEdge(tx, company.id, edgeId);
    const id = await insertSource(tx, { ...fields, companyId: company.id, product, edgeId });
    await keepCredentials(ctx, tx, id, await seal(id), edgeId);
    await audit(ctx, tx, { action: "source.add", detail: { sourceId: id, driver: fields.driver } });
    await also(tx, id, product);
    return id;
  });
  return { sourceId };
}
