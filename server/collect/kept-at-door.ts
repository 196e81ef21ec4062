import type { Tx } from "#db/clients.ts";
import type { Product } from "../domain/codes.ts";
import { type KeptFields, keptFields } from "../domain/collected.ts";
import { effectiveRules } from "../domain/retention.ts";
import { asRules } from "../domain/stored-rules.ts";
import { readCollected } from "../store/collected.ts";
import { listRules } from "../store/rules.ts";

/** What the door would let in of a source of this product, whose own word is whether it keeps names. Role web, inside the company. */
export async function keptAtDoor(
  tx: Tx,
  companyId: number,
  { product, keepNames }: { readonly product: Product; readonly keepNames: boolean },
): Promise<KeptFields> {
  const { keepsNames } = effectiveRules(asRules(await listRules(tx, companyId)));
  return keptFields(await readCollected(tx, companyId), { names: keepNames || keepsNames(product) });
}
