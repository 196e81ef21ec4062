import type { Tx } from "#db/clients.ts";
import type { Company } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { nameOf, PRODUCTS } from "../../domain/codes.ts";
import { undecidedOf } from "../../domain/disposal.ts";
import { listSources, readDisposal } from "../../store/index.ts";

/**
 * Throws AppError "conflict" with the reasons when a public body may not erase: its records are public records, disposed of by
 * decision alone (10 § arkivlagen), and the right to erasure does not reach what an archive duty keeps (GDPR Art. 17(3)).
 */
export async function refuseWithoutDecision(tx: Tx, company: Pick<Company, "id" | "kind">): Promise<void> {
  const disposal = await readDisposal(tx, company.id);
  if (disposal === null) return;
  const products = new Set((await listSources(tx, company.id)).map((source) => nameOf(PRODUCTS, source.product)));
  const uncovered = [...products].filter(
    (product) => product !== undefined && undecidedOf(disposal, product).length > 0,
  );
  if (disposal.length > 0 && uncovered.length === 0) return;
  const which = uncovered.length === 0 ? "" : ` of product ${uncovered.join(", ")}`;
  throw new AppError(
    "conflict",
    `This company is a public body: its call records${which} are public records, and no disposal decision covers them. Nothing is erased until the decision is recorded under Retention, Disposal decisions. Answer the person with this reason (Archives Act, section 10; GDPR Article 17(3)).`,
  );
}
