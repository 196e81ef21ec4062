import type { Tx } from "#db/clients.ts";
import { AppError } from "../../domain/app-error.ts";
import { listTariffs, type TariffRow } from "../../store/index.ts";

/** Throws AppError "gone" for a tariff that was removed, or that another one has replaced since it was read. */
export async function requireTariff(tx: Tx, companyId: number, tariffId: string): Promise<TariffRow> {
  const row = (await listTariffs(tx, companyId)).find((one) => one.id === tariffId);
  if (row === undefined)
    throw new AppError("gone", "This tariff is gone, or somebody has changed it meanwhile. Look at the list again.");
  return row;
}
