import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { changeSource as updateSource, lockSource, sourceById } from "../store/sources.ts";
import { checkFolder } from "./check-folder.ts";
import { SourceId } from "./source-id.ts";
import { checkedSource } from "./checked-source.ts";
import { keepCredentials, sealCredentials } from "./keep-credentials.ts";
import { requireSamePeer } from "./require-same-peer.ts";
import { productCode, SourceInput } from "./source-input.ts";

export const ChangeSourceInput = z.strictObject({ ...SourceId.shape, source: SourceInput });
export type ChangeSourceInput = z.input<typeof ChangeSourceInput>;

/**
 * Sets a source anew. What it has brought stays as it was read; a running one goes on with the new settings within seconds,
 * and reads nothing twice. Throws AppError "bad-input", "forbidden" or "not-found".
 */
export async function changeSource(ctx: CompanyContext, input: ChangeSourceInput): Promise<void> {
  authoriseCompany(ctx, "source.change");
  const { sourceId, source } = input;
  const { fields, credentials } = await checkedSource(ctx, source);
  const edgeId = await placeOf(ctx, sourceId);
  // What an edge may read is said on its own machine.
  if (edgeId === null) await checkFolder(ctx, fields);
  const seal = await sealCredentials(ctx, credentials, edgeId);
  const { transport: _, ...change } = fields;
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = await lockSource(tx, ctx.company.id, sourceId);
    if (row !== null) await requireSamePeer(tx, row, fields, credentials);
    // What was sealed would be opened by nobody.
    if ((row?.edgeId ?? null) !== edgeId)
      throw new AppError("conflict", "The source was moved to another machine meanwhile. Save it again.", {
        retry: true,
      });
    await updateSource(tx, ctx.company.id, sourceId, { ...change, product: productCode(fields) });
    await keepCredentials(ctx, tx, sourceId, await seal(sourceId), edgeId);
    await audit(ctx, tx, { action: "source.change", detail: { sourceId, driver: fields.driver } });
  });
}

/** The edge that runs it; null = at home. */
async function placeOf(ctx: CompanyContext, sourceId: number): Promise<string | null> {
  const { id: companyId } = ctx.company;
  const row = await withCompany(door(ctx, "web"), companyId, (tx) => sourceById(tx, companyId, sourceId), {
    readOnly: true,
  });
  return row?.edgeId ?? null;
}
