import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES, nameOf, PRODUCTS, type Product } from "../domain/codes.ts";
import { type KeptFields, keptFields } from "../domain/collected.ts";
import { effectiveRules, type Rule } from "../domain/retention.ts";
import { readCollected } from "../store/collected.ts";
import { listRules } from "../store/rules.ts";

/** What the door would let in of a source of this product, whose own word is whether it keeps names. Role web, inside the company. */
export async function keptAtDoor(
  tx: Tx,
  companyId: number,
  { product, keepNames }: { readonly product: Product; readonly keepNames: boolean },
): Promise<KeptFields> {
  const { keepsNames } = effectiveRules(await ownRules(tx, companyId));
  return keptFields(await readCollected(tx, companyId), { names: keepNames || keepsNames(product) });
}

/** The rules that the company has set itself, of products and classes that this release knows. */
export async function ownRules(tx: Tx, companyId: number): Promise<Rule[]> {
  return (await listRules(tx, companyId)).flatMap((row) => {
    const product = nameOf(PRODUCTS, row.product);
    const dataClass = nameOf(DATA_CLASSES, row.class);
    return product === undefined || dataClass === undefined
      ? []
      : [{ product, class: dataClass, keptDays: row.keptDays }];
  });
}
