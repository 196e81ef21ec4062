import { withCompany } from "#db/with-company.ts";
import type { Company, CompanyContext, Installation } from "#server/context.ts";
import { door } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { createCompanyKeys } from "#server/keyring/index.ts";
import { justifySsn } from "#server/privacy/collected/justify-ssn.ts";
import { internalCompany } from "#server/store/copy-ages.ts";
import { findCompany } from "#server/store/companies.ts";

const COMPANY = { slug: "gallra-canary", name: "Canary", timeZone: "UTC", country: "SE" } as const;
const GROUND = "The canary's numbers are official test numbers of people who do not exist.";

/** The canary's own company, made at its first night: a company like any other, that stands in no list people see. */
export async function canaryCompany(installation: Installation): Promise<CompanyContext> {
  const id = await internalCompany(door(installation, "keeper"), door(installation, "web"), COMPANY);
  const company = await findCompany(door(installation, "web"), { id });
  if (company === null) throw new AppError("not-found", "The canary's company is gone.");
  await createCompanyKeys(installation.keyring, id).catch(isThere);
  const ctx = { ...installation, company, actor: actorOf(company) };
  await justifySsn(ctx, { ground: "other", reason: GROUND }).catch(isThere);
  return ctx;
}

/** The product itself, with the rights of whoever answers a request in a company. */
function actorOf(company: Company): CompanyContext["actor"] {
  return {
    ...rightsOf("company-administrator"),
    accountId: null,
    name: "Canary",
    resellerId: company.resellerId,
    companyId: company.id,
    sessionId: null,
    via: "worker",
    address: null,
  };
}

function isThere(error: unknown): void {
  if (!(error instanceof AppError && error.code === "conflict")) throw error;
}

/** How much raw of the company stands: nothing once its only caller is erased. */
export function inCanary<T>(ctx: CompanyContext, work: Parameters<typeof withCompany<T>>[2]): Promise<T> {
  return withCompany(door(ctx, "web"), ctx.company.id, work, { readOnly: true });
}
