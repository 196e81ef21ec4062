import type { Tx } from "#db/clients.ts";
import { boundsOf, type CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { countOpenCases } from "../../store/index.ts";

/** Every search and every record that comes in asks the cases that last: a company has a bounded number. Throws AppError "limit". */
export async function guardOpenCases(tx: Tx, ctx: CompanyContext): Promise<void> {
  const most = boundsOf(ctx).casesOfCompany;
  if ((await countOpenCases(tx, ctx.company.id)) < most) return;
  throw new AppError(
    "limit",
    `${most.toLocaleString("en")} cases last in this company. Lift one that is not needed first.`,
  );
}
