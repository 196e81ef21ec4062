import { authoriseCompany, type CompanyContext } from "../context.ts";
import type { Product } from "../domain/codes.ts";
import { DRIVERS } from "../drivers/catalogue.ts";

export interface DriverView {
  readonly id: string;
  readonly title: string;
  readonly product: Product;
  readonly confirmed: string;
}

/** The dialects a source can be read with. */
export async function listDrivers(ctx: CompanyContext): Promise<readonly DriverView[]> {
  authoriseCompany(ctx, "source.see");
  return DRIVERS.map(({ id, title, product, confirmed }) => ({ id, title, product, confirmed: confirmed.note }));
}
