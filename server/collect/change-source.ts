import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { changeSource as updateSource } from "../store/sources.ts";
import { checkFolder } from "./check-folder.ts";
import { productCode, readSourceInput, type SourceInput } from "./source-input.ts";

export const SourceId = z.strictObject({ sourceId: z.int().positive() });
export type SourceId = z.infer<typeof SourceId>;

/** Replaces everything a person sets. A running source goes on with it within seconds, where it was. */
export async function changeSource(
  ctx: CompanyContext,
  input: SourceId & { readonly source: SourceInput },
): Promise<void> {
  authoriseCompany(ctx, "source.change");
  const { sourceId } = SourceId.parse({ sourceId: input.sourceId });
  const { transport: _, ...fields } = readSourceInput(input.source);
  await checkFolder(ctx, fields.settings.path);
  const { company } = ctx;
  await withCompany(door(ctx, "web"), company.id, async (tx) => {
    await updateSource(tx, company.id, sourceId, { ...fields, product: productCode(fields) });
    await audit(ctx, tx, { action: "source.change", detail: { sourceId, driver: fields.driver } });
  });
}
