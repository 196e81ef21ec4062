import type { Product } from "#server/domain/codes.ts";
import type { Profile } from "#server/domain/permissions.ts";
import type { NewCompany } from "#server/store/companies.ts";
import { DEMO_ZONE } from "./moment.ts";

export const DEMO_RESELLER = "Telefonhuset";

/** One company for each product family; the municipality has an exchange besides. */
export const DEMO_COMPANIES: readonly Omit<NewCompany, "resellerId">[] = [
  company("solglantan", "Solgläntans vårdcentral", "private", null),
  company("ekdala", "Ekdala kommun", "public", "0"),
  company("norrljus", "Norrljus kundtjänst", "private", null),
];

export const PRODUCT_OF: Readonly<Record<string, Product>> = {
  presentity: "presentity",
  tid: "tid",
  cc: "cc",
  asterisk: "pbx",
};

export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly profile: Profile;
  /** The slug, for a profile of one company. */
  readonly company: string | null;
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { email: "admin@gallra.example", name: "Sixten System", profile: "system-administrator", company: null },
  { email: "reseller@telefonhuset.example", name: "Rut Reseller", profile: "reseller", company: null },
  ...DEMO_COMPANIES.flatMap(({ slug }): DemoPerson[] => [
    { email: `admin@${slug}.example`, name: "Astrid Administratör", profile: "company-administrator", company: slug },
    { email: `dpo@${slug}.example`, name: "Doris Dataskydd", profile: "dpo", company: slug },
  ]),
];

function company(
  slug: string,
  name: string,
  kind: "private" | "public",
  outsideLine: string | null,
): Omit<NewCompany, "resellerId"> {
  return {
    slug,
    name,
    kind,
    timeZone: DEMO_ZONE,
    country: "SE",
    outsideLine,
    extensionDigits: 4,
    internationalPrefix: null,
    language: "sv",
  };
}
