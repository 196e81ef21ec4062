import { publishInboxKeys } from "#server/collect/index.ts";
import type { CompanyContext } from "#server/context.ts";
import { addCompany } from "#server/directory/add-company.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { readEnv } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import { createLog } from "#server/log.ts";
import { addReseller, findCompany } from "#server/store/companies.ts";

/** Makes the company `prov` in a new home, as an operator does, and works in it. */
export async function asFirstCompany<T>(home: string, work: (ctx: CompanyContext) => Promise<T>): Promise<T> {
  const log = createLog("crash", () => undefined);
  const roles = ["web", "keeper"] as const;
  const installation = await openInstallation(readEnv({ GALLRA_HOME: home }), {
    log,
    name: "crash",
    roles,
    connections: 1,
  });
  const { web } = installation.sql;
  if (web === undefined) throw new Error("no door web");
  try {
    await publishInboxKeys(installation);
    const resellerId = await addReseller(web, "Reseller");
    const operator = {
      accountId: null,
      name: "operator",
      sessionId: null,
      companyId: null,
      via: "cli",
      address: null,
    } as const;
    const reseller = { ...installation, actor: { ...operator, ...rightsOf("reseller"), resellerId } };
    await addCompany(reseller, {
      slug: "prov",
      name: "Prov AB",
      kind: "private",
      timeZone: "Europe/Stockholm",
      country: "SE",
      outsideLine: null,
      extensionDigits: 4,
      internationalPrefix: null,
      language: "sv",
    });
    const company = await findCompany(web, { slug: "prov" });
    if (company === null) throw new Error("no company");
    return await work({ ...reseller, company });
  } finally {
    await installation.close();
  }
}
