import { AppError } from "../../domain/app-error.ts";
import type { Keyring } from "../keyring.ts";
import { requireRoot } from "../require-root.ts";
import { generationStatus } from "./generation-status.ts";
import { inTheOnlyRun } from "./only-run.ts";
import { type RekeyOptions, rekeyCompany } from "./rekey-company.ts";

/**
 * New keys for one company under the present root key, e.g. after somebody saw the old ones. A copy of the keyring from before
 * still opens until the next generation. Throws AppError "conflict" while a generation is under way, which does the same.
 */
export async function rotateCompany(k: Keyring, companyId: number, options: RekeyOptions = {}): Promise<void> {
  await inTheOnlyRun(k, async () => {
    await requireRoot(k);
    if ((await generationStatus(k)).running !== null)
      throw new AppError("conflict", "A generation is under way: it gives this company new keys as well.");
    await rekeyCompany(k, companyId, k.roots.current, options);
  });
}
