import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { changeSource as updateSource } from "../store/sources.ts";
import { checkFolder } from "./check-folder.ts";
import { SourceId } from "./source-id.ts";
import { checkedSource } from "./checked-source.ts";
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
  const { fields } = await checkedSource(ctx, source);
  await checkFolder(ctx, fields.settings.path);
  const { transport: _, ...change } = fields;
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await updateSource(tx, ctx.company.id, sourceId, { ...change, product: productCode(fields) });
    await audit(ctx, tx, { action: "source.change", detail: { sourceId, driver: fields.driver } });
  });
}
