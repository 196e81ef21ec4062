/** How a site's telephone system writes numbers; asked before libphonenumber, which knows nothing of it. */
export interface NumberSite {
  /** ISO 3166-1 alpha-2, e.g. "SE". */
  readonly country: string;
  /** What is dialled to reach the outside, e.g. "0" or "9". */
  readonly outsideLine: string | null;
  readonly extensionDigits: number | null;
  /** Where it differs from the country's, e.g. "011". */
  readonly internationalPrefix: string | null;
}

/** What a source may say of its site, and a company of all its sites. */
type SiteWords = { readonly [K in keyof NumberSite]: K extends "country" ? string | null : NumberSite[K] };

/** A source with a country of its own is a site of its own: it inherits no prefix from the company. */
export function siteOf(company: SiteWords & { readonly country: string }, source: SiteWords): NumberSite {
  const inherited = source.country === null || source.country === company.country ? company : null;
  return {
    country: source.country ?? company.country,
    outsideLine: source.outsideLine ?? inherited?.outsideLine ?? null,
    extensionDigits: source.extensionDigits ?? inherited?.extensionDigits ?? null,
    internationalPrefix: source.internationalPrefix ?? inherited?.internationalPrefix ?? null,
  };
}

/** One text a site, so that readers and caches are shared between equal sites. */
export function siteKey(site: NumberSite): string {
  return `${site.country}|${site.outsideLine ?? ""}|${site.extensionDigits ?? ""}|${site.internationalPrefix ?? ""}`;
}
