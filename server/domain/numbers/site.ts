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

/** One text a site, so that readers and caches are shared between equal sites. */
export function siteKey(site: NumberSite): string {
  return `${site.country}|${site.outsideLine ?? ""}|${site.extensionDigits ?? ""}|${site.internationalPrefix ?? ""}`;
}
