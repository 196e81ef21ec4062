import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { withCompany } from "#db/with-company.ts";
import type { Sql } from "#db/clients.ts";
import { hashPassword } from "#server/auth/password.ts";
import { door, type Installation } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { PRODUCTS } from "#server/domain/codes.ts";
import { createCompanyKeys } from "#server/keyring/index.ts";
import { addAccount, listAccounts } from "#server/store/accounts.ts";
import { EVERYWHERE, withReach } from "#server/store/reach.ts";
import { addCompany, addReseller, findCompany, listResellers, markDemo } from "#server/store/companies.ts";
import { addSource, listSources, setSourceState } from "#server/store/sources.ts";
import { addFirstSignIn } from "../first-sign-in.ts";
import { DEMO_COMPANIES, DEMO_PEOPLE, DEMO_RESELLER, type DemoPerson, PRODUCT_OF } from "./companies.ts";
import { PUBLIC_BODY, recordDemoDecisions } from "./decisions.ts";
import type { Pbx } from "./pbx.ts";
import { folderOf, PBXES } from "./write-files.ts";

/** The reseller, the companies with their keys and sources, and the people. What is there already stays as it is. */
export async function setUpDemo(installation: Installation): Promise<void> {
  const web = door(installation, "web");
  const known = (await listResellers(web)).find((reseller) => reseller.name === DEMO_RESELLER);
  const resellerId = known?.id ?? (await addReseller(web, DEMO_RESELLER));
  const companies = new Map<string, number>();
  for (const company of DEMO_COMPANIES) {
    const there = await findCompany(web, { slug: company.slug });
    if (there !== null && there.resellerId !== resellerId) throw notTheDemos(company.slug);
    const id = there?.id ?? (await addCompany(web, { ...company, resellerId }));
    await markDemo(web, id);
    companies.set(company.slug, id);
    await createCompanyKeys(installation.keyring, id).catch(unlessMade);
  }
  await recordDemoDecisions(web, companyOf(companies, PUBLIC_BODY), installation.clock());
  for (const pbx of PBXES) await setUpSource(installation, web, pbx, companyOf(companies, pbx.company));
  const emails = new Set((await withReach(web, EVERYWHERE, (tx) => listAccounts(tx))).map((account) => account.email));
  for (const person of DEMO_PEOPLE) {
    if (emails.has(person.email)) continue;
    const companyId = person.company === null ? null : companyOf(companies, person.company);
    await setUpPerson(
      installation.env.home,
      web,
      person,
      person.profile === "system-administrator" ? null : resellerId,
      companyId,
    );
  }
}

/** Its people would be let into somebody's own company. */
function notTheDemos(slug: string): AppError {
  return new AppError(
    "conflict",
    `There is a company "${slug}" that is not the demo's. The demo cannot be loaded beside it.`,
  );
}

function unlessMade(error: unknown): void {
  if (!(error instanceof AppError && error.code === "conflict")) throw error;
}

function companyOf(companies: ReadonlyMap<string, number>, slug: string): number {
  const id = companies.get(slug);
  if (id === undefined) throw new Error("the demo has no such company");
  return id;
}

async function setUpSource(installation: Installation, web: Sql, pbx: Pbx, companyId: number): Promise<void> {
  const path = folderOf(installation.env.home, pbx);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  await withCompany(web, companyId, async (tx) => {
    if ((await listSources(tx, companyId)).some((source) => source.name === pbx.source)) return;
    const id = await addSource(tx, {
      companyId,
      name: pbx.source,
      transport: "shared-file",
      driver: pbx.driver,
      product: PRODUCTS[PRODUCT_OF[pbx.source] ?? "pbx"],
      settings: { path, pattern: pbx.pattern, mode: "tail" },
      driverOptions: {},
      timeZone: null,
      country: null,
      outsideLine: null,
      extensionDigits: null,
      internationalPrefix: null,
      keepNames: false,
    });
    await setSourceState(tx, companyId, id, "running", null, installation.clock());
  });
}

/** The password is generated and told once, by the start. The file comes first: an untold password would be of no use. */
async function setUpPerson(
  home: string,
  web: Sql,
  person: DemoPerson,
  resellerId: number | null,
  companyId: number | null,
): Promise<void> {
  const { email, name, profile } = person;
  const password = randomBytes(12).toString("base64url");
  addFirstSignIn(home, { ...person, password });
  const account = {
    id: randomUUID(),
    resellerId,
    scopeCompanyId: companyId,
    email,
    name,
    passwordHash: await hashPassword(password, email),
    profile,
    language: null,
    mustChangePassword: false,
  };
  await withReach(web, EVERYWHERE, (tx) => addAccount(tx, account));
}
