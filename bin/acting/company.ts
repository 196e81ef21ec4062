import { findCompany } from "#server/store/companies.ts";
import { type CompanyContext, door, type Installation } from "#server/context.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { AppError } from "#server/domain/app-error.ts";
import { UsageError } from "../command.ts";
import { withInstallation } from "./installation.ts";
import { asPerson } from "./person.ts";

/**
 * Runs `work` in the company named by `--company`: with the rights of the person named by `--as`, else for the company's
 * reseller, who sets up sources and rules and sees no numbers. Whoever reads the home's secrets could do all of that anyway.
 */
export async function inCompany<T>(
  options: { readonly company?: string | undefined; readonly as?: string | undefined },
  work: (ctx: CompanyContext) => Promise<T>,
): Promise<T> {
  if (options.as !== undefined) return await asPerson(options, work);
  const slug = options.company;
  if (slug === undefined) throw new UsageError("Name the company with --company SLUG.");
  return await withInstallation(["web"], async (installation) => {
    const company = await companyNamed(installation, slug);
    const actor = {
      ...rightsOf("reseller"),
      accountId: null,
      name: "operator",
      resellerId: company.resellerId,
      companyId: null,
      sessionId: null,
      via: "cli",
      address: null,
    } as const;
    return await work({ ...installation, actor, company });
  });
}

/** Throws AppError "not-found". */
export async function companyNamed(installation: Pick<Installation, "sql">, slug: string) {
  const company = await findCompany(door(installation, "web"), { slug });
  if (company === null) throw new AppError("not-found", "There is no such company. Run: gallra company list");
  return company;
}
