import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { addSource as insertSource } from "../store/sources.ts";
import { checkFolder } from "./check-folder.ts";
import { checkedSource } from "./checked-source.ts";
import { productCode, type SourceInput } from "./source-input.ts";

/** Adds a stopped source: nothing is collected before it is started. Throws AppError "bad-input" or "forbidden". */
export async function addSource(ctx: CompanyContext, input: SourceInput): Promise<{ readonly sourceId: number }> {
  authoriseCompany(ctx, "source.change");
  const { fields } = await checkedSource(ctx, input);
  await checkFolder(ctx, fields.settings.path);
  const { company } = ctx;
  const sourceId = await withCompany(door(ctx, "web"), company.id, async (tx) => {
    const id = await insertSource(tx, { ...fields, companyId: company.id, product: productCode(fields) });
    await audit(ctx, tx, { action: "source.add", detail: { sourceId: id, driver: fields.driver } });
    return id;
  });
  return { sourceId };
}
