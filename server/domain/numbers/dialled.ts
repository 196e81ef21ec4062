import { type ParsedE164, type Plan, parseInternational, parseNational } from "./plan.ts";
import type { NumberKind, NumberReason } from "./reading.ts";
import type { NumberSite } from "./site.ts";

/** One way to read a string of digits as a subscriber's number. */
export interface Candidate extends ParsedE164 {
  readonly kind: NumberKind;
  readonly reason: NumberReason;
}

/**
 * The ways to read dialled digits, likeliest first: what the plan knows before what merely has a possible length, and the
 * outside line before a bare reading. The site's prefixes come before libphonenumber, which knows none of them.
 */
export function candidates(digits: string, site: NumberSite, plan: Plan): Candidate[] {
  const bare = direct(digits, site, plan, true);
  const outside = site.outsideLine;
  const rest = outside !== null && outside !== "" && digits.startsWith(outside) ? digits.slice(outside.length) : null;
  const through = rest === null ? null : afterOutsideLine(direct(rest, site, plan, false));
  const found = [through, bare].filter((candidate) => candidate !== null);
  const possible = [bare, through].filter((candidate) => candidate !== null);
  return [...new Set([...found.filter((c) => c.valid), ...possible])];
}

/** The international prefix, as the site or else the country writes it; "" when the digits do not begin with one. */
export function internationalPrefixOf(digits: string, site: NumberSite, plan: Plan): string {
  const own = site.internationalPrefix;
  if (own !== null && own !== "") return digits.startsWith(own) ? own : "";
  return plan.internationalPrefix.exec(digits)?.[0] ?? "";
}

function direct(digits: string, site: NumberSite, plan: Plan, mayLackPlus: boolean): Candidate | null {
  return (
    international(digits, site, plan) ??
    national(digits, plan) ??
    (mayLackPlus ? countryCodeWithoutPlus(digits, plan) : null)
  );
}

function international(digits: string, site: NumberSite, plan: Plan): Candidate | null {
  const prefix = internationalPrefixOf(digits, site, plan);
  if (prefix === "") return null;
  const parsed = parseInternational(digits.slice(prefix.length));
  return parsed?.possible === true ? { ...parsed, kind: "international", reason: "international-prefix" } : null;
}

function national(digits: string, plan: Plan): Candidate | null {
  const hasTrunk = plan.trunkPrefix !== "" && digits.startsWith(plan.trunkPrefix);
  if (!hasTrunk && !plan.trunkOptional) return null;
  const parsed = parseNational(digits, plan);
  if (parsed === null || !parsed.possible || !(parsed.valid || hasTrunk)) return null;
  return { ...parsed, kind: "national", reason: hasTrunk ? "trunk-prefix" : "no-trunk-prefix" };
}

/** SIP trunks often leave out the plus. Ten digits are more than any local number has, so the reading is safe there. */
function countryCodeWithoutPlus(digits: string, plan: Plan): Candidate | null {
  if (digits.length < 10 || !digits.startsWith(plan.callingCode)) return null;
  const parsed = parseInternational(digits);
  return parsed?.valid === true ? { ...parsed, kind: "e164", reason: "country-code-without-plus" } : null;
}

function afterOutsideLine(candidate: Candidate | null): Candidate | null {
  if (candidate === null) return null;
  const kind = candidate.kind === "international" ? "international_after_outside_line" : "national_after_outside_line";
  return { ...candidate, kind, reason: "after-outside-line" };
}
