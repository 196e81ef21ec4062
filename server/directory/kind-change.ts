import type { Tx } from "#db/clients.ts";
import { AppError } from "../domain/app-error.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { DATA_CLASSES, nameOf, PRODUCTS } from "../domain/codes.ts";
import { undecidedOf } from "../domain/disposal.ts";
import { countCallDays, countStored, listSources, readDisposal, setSourceState } from "../store/index.ts";

type Kind = "private" | "public";

/**
 * What a company's kind does to its sources and rules. One that has become a public body stops the sources of products on
 * which nothing is decided. One that holds data does not cease to be a public body: its rules would run without a decision.
 */
export async function followKind(
  tx: Tx,
  companyId: number,
  kinds: { before: Kind; next: Kind },
  at: Date,
): Promise<void> {
  if (kinds.before === kinds.next) return;
  await enqueue(tx, "apply-rules", { companyId });
  if (kinds.next === "private") {
    if (await holdsRecords(tx, companyId))
      throw new AppError(
        "conflict",
        "This company is a public body and holds records that only its disposal decisions may end. Its kind can change when nothing is held any more.",
      );
    return;
  }
  const disposal = (await readDisposal(tx, companyId)) ?? [];
  for (const source of await listSources(tx, companyId)) {
    const product = nameOf(PRODUCTS, source.product);
    if (product === undefined || source.state !== "running" || undecidedOf(disposal, product).length === 0) continue;
    await setSourceState(tx, companyId, source.id, "stopped", null, at);
  }
}

async function holdsRecords(tx: Tx, companyId: number): Promise<boolean> {
  for (const cls of Object.values(DATA_CLASSES)) if ((await countStored(tx, companyId, cls)) > 0) return true;
  return (await countCallDays(tx, companyId, "1971-01-01", "2200-01-01")).length > 0;
}
