import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { PRODUCTS } from "../../domain/codes.ts";
import { driverNamed } from "../../drivers/catalogue.ts";
import { readSharedFileSettings } from "../../sources/index.ts";
import { addSource as insertSource } from "../../store/sources.ts";

export const AddSourceInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  driver: z.string().trim().min(1).max(60),
  path: z.string().trim().min(1).max(4096),
  pattern: z.string().trim().min(1).max(255).default("*"),
  mode: z.enum(["tail", "drop"]).default("tail"),
  driverOptions: z.record(z.string(), z.string().max(200)).default({}),
});
export type AddSourceInput = z.infer<typeof AddSourceInput>;

/** Adds a shared-file source. It is stopped until somebody starts it, and reads only where the operator allows it. */
export async function addSource(ctx: CompanyContext, input: AddSourceInput): Promise<{ readonly sourceId: number }> {
  authoriseCompany(ctx, "source.change");
  const { name, driver: driverId, path, pattern, mode, driverOptions } = AddSourceInput.parse(input);
  const driver = driverNamed(driverId);
  driver.configure(driverOptions);
  const settings = readSharedFileSettings({ path, pattern, mode });
  const sourceId = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const id = await insertSource(tx, {
      companyId: ctx.company.id,
      name,
      transport: "shared-file",
      driver: driver.id,
      product: PRODUCTS[driver.product],
      settings: { ...settings },
      driverOptions,
      timeZone: null,
      country: null,
      outsideLine: null,
      extensionDigits: null,
      internationalPrefix: null,
      keepNames: false,
    });
    await audit(ctx, tx, { action: "source.add", detail: { source: id, driver: driver.id } });
    return id;
  });
  return { sourceId };
}
