import { authoriseCompany, type CompanyContext } from "../context.ts";
import type { Product } from "../domain/codes.ts";
import { DRIVERS } from "../drivers/catalogue.ts";
import type { DriverOption } from "../drivers/driver.ts";

export interface DriverView {
  readonly id: string;
  readonly title: string;
  readonly product: Product;
  readonly confirmed: string;
  readonly options: readonly DriverOption[];
}

/** The dialects a source can be read with. */
export async function listDrivers(ctx: CompanyContext): Promise<readonly DriverView[]> {
  authoriseCompany(ctx, "source.see");
  return DRIVERS.map(({ id, title, product, confirmed, options }) => ({
    id,
    title,
    product,
    confirmed: confirmed.note,
    options,
  }));
}
