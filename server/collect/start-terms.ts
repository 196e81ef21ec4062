import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type DataClass, nameOf, PRODUCTS, type Product } from "../domain/codes.ts";
import { requireDecided, undecidedOf } from "../domain/disposal.ts";
import { effectiveRules } from "../domain/retention.ts";
import { readCollected } from "../store/collected.ts";
import { readDisposal } from "../store/disposal.ts";
import { asRules } from "../domain/stored-rules.ts";
import { listRules } from "../store/rules.ts";
import { keptAtDoor } from "./kept-at-door.ts";

/** Products whose systems write personal identity numbers by design; in others one may stand in a number's place. */
const WRITES_SSN: readonly Product[] = ["tid"];
const RULED = ["phone", "ssn", "ssn_truncated", "name", "raw", "undefined"] as const;

/** What has to be settled before a source of a product runs, and what then holds for what it brings. */
export interface StartTerms {
  readonly product: Product;
  /** How many days each class that comes is kept, names only where they are let in; null while its rule is switched off, for a time, with a reason. */
  readonly rules: readonly { readonly class: DataClass; readonly keptDays: number | null }[];
  /** Of a public body: the classes that no disposal decision covers. */
  readonly undecided: readonly DataClass[];
  /** Whether identity numbers may be stored; "asked" where they come and nobody has said why they may. */
  readonly ssn: "justified" | "left-out" | "asked";
}

export const StartTermsInput = z.strictObject({
  product: z.enum(Object.keys(PRODUCTS) as [Product, ...Product[]]),
  /** Whether the source keeps names; a rule of the company may keep them too. */
  keepNames: z.boolean().default(false),
});
export type StartTermsInput = z.input<typeof StartTermsInput>;

export async function startTerms(ctx: CompanyContext, input: StartTermsInput): Promise<StartTerms> {
  authoriseCompany(ctx, "source.change");
  const { product, keepNames } = StartTermsInput.parse(input);
  const { id: companyId } = ctx.company;
  return await withCompany(
    door(ctx, "web"),
    companyId,
    async (tx) => {
      const disposal = await readDisposal(tx, companyId);
      const { rule } = effectiveRules(asRules(await listRules(tx, companyId)), disposal);
      const { ssn, callingName, calledName } = await keptAtDoor(tx, companyId, { product, keepNames });
      const come = RULED.filter((one) => one !== "name" || callingName || calledName);
      return {
        product,
        rules: come.map((one) => ({ class: one, keptDays: rule(product, one).keptDays })),
        undecided: undecidedOf(disposal, product),
        ssn: ssn ? "justified" : WRITES_SSN.includes(product) ? "asked" : "left-out",
      };
    },
    { readOnly: true },
  );
}

export const Leave = z.object({
  /** Of a source whose system writes identity numbers, where no ground is recorded: they are left at the door, knowingly. */
  withoutSsn: z.boolean().default(false),
});

/** Throws AppError "conflict" with what to do first. Rules there always are: a company's own, or the defaults. */
export async function requireStartable(
  tx: Tx,
  companyId: number,
  productNumber: number,
  withoutSsn: boolean,
): Promise<void> {
  const product = nameOf(PRODUCTS, productNumber);
  if (product === undefined) return;
  // What a public body may not dispose of must not come in.
  requireDecided(await readDisposal(tx, companyId), product);
  if (withoutSsn || !WRITES_SSN.includes(product)) return;
  const { ssn } = await readCollected(tx, companyId);
  if (ssn) return;
  throw new AppError(
    "conflict",
    "This system writes personal identity numbers, and no ground for storing them is recorded. Record one under Retention, What is collected, or start the source without them: they are then left at the door.",
    { field: "withoutSsn" },
  );
}
