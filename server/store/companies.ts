import type { Sql, Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import { rowsAs } from "./rows.ts";

/** A controller. The number-site settings hold for sources that have none of their own. */
export interface CompanyRow {
  readonly id: number;
  readonly resellerId: number;
  readonly slug: string;
  readonly name: string;
  readonly kind: "private" | "public";
  readonly timeZone: string;
  readonly country: string;
  readonly outsideLine: string | null;
  readonly extensionDigits: number | null;
  readonly internationalPrefix: string | null;
  readonly language: "sv" | "en";
  readonly createdAt: Date;
  /** Made by the demo, and taken away with it. */
  readonly demo: boolean;
  /** The product's own, for the nightly canary: it stands in no list that people see. */
  readonly internal: boolean;
}

export type NewCompany = Omit<CompanyRow, "id" | "createdAt" | "demo" | "internal">;

export interface ResellerRow {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
}

/** Adds a company and opens its fence. Throws AppError "conflict" when the slug is taken. The keyring makes its keys. */
export async function addCompany(web: Sql, company: NewCompany): Promise<number> {
  try {
    const [row] =
      await web`select data.add_company(${company.resellerId}, ${company.slug}, ${company.name}, ${company.kind}, ${company.timeZone},
      ${company.country}, ${company.outsideLine}, ${company.extensionDigits}::int2, ${company.internationalPrefix}, ${company.language}) as id`;
    const id = row?.["id"] as number;
    await withCompany(web, id, (tx) => tx`select data.open_company(${id})`);
    return id;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "23505")
      throw new AppError("conflict", "Another company has this short name already. Choose another one.", {
        field: "slug",
        cause: error,
      });
    if (code === "23514")
      throw new AppError(
        "bad-input",
        "A short name has small letters, digits and hyphens; a country has two capital letters.",
        { cause: error },
      );
    throw error;
  }
}

/** Any role. Companies that were closed are not answered. */
export async function listCompanies(sql: Sql, filter: CompanyFilter = {}): Promise<CompanyRow[]> {
  return rowsAs(
    await sql`select * from data.list_companies(${filter.resellerId ?? null}, ${filter.id ?? null}, ${filter.slug ?? null})`,
  );
}

/** The same without the product's own: for every list that people see. */
export async function shownCompanies(sql: Sql, filter: CompanyFilter = {}): Promise<CompanyRow[]> {
  return (await listCompanies(sql, filter)).filter(({ internal }) => !internal);
}

export interface CompanyFilter {
  readonly resellerId?: number;
  readonly id?: number;
  readonly slug?: string;
}

/** Any role. null when there is none, or it was closed. */
export async function findCompany(sql: Sql, which: { id: number } | { slug: string }): Promise<CompanyRow | null> {
  return (await listCompanies(sql, which))[0] ?? null;
}

/** Role web, in a transaction that reaches the company. */
export async function changeCompany(
  tx: Tx,
  company: Omit<CompanyRow, "resellerId" | "slug" | "createdAt" | "demo" | "internal">,
): Promise<boolean> {
  const [row] =
    await tx`select data.change_company(${company.id}, ${company.name}, ${company.kind}, ${company.timeZone}, ${company.country},
    ${company.outsideLine}, ${company.extensionDigits}::int2, ${company.internationalPrefix}, ${company.language}) as changed`;
  return row?.["changed"] === true;
}

/** Hides a company; its keys and rows are destroyed by whoever off-boards it. */
export async function closeCompany(web: Sql, id: number, at: Date): Promise<boolean> {
  const [row] = await withCompany(web, id, (tx) => tx`select data.close_company(${id}, ${at}) as closed`);
  return row?.["closed"] === true;
}

/** Role web. Nothing happens to a company that has collected anything. */
export async function markDemo(web: Sql, id: number): Promise<void> {
  await withCompany(web, id, (tx) => tx`select data.mark_demo(${id})`);
}

/** Role keeper. A closed company of the demo: every row but its audit, and its people. Answers how many rows went. */
export async function removeDemoCompany(keeper: Sql, id: number): Promise<number> {
  const [row] = await withCompany(keeper, id, (tx) => tx`select data.remove_demo_company(${id}) as gone`);
  return Number(row?.["gone"] ?? 0);
}

export async function addReseller(web: Sql, name: string): Promise<number> {
  const [row] = await web`select data.add_reseller(${name}) as id`;
  return row?.["id"] as number;
}

export async function listResellers(web: Sql): Promise<ResellerRow[]> {
  return rowsAs(await web`select * from data.list_resellers()`);
}
