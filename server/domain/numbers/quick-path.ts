import type { Plan } from "./plan.ts";
import type { ReadNumber } from "./reading.ts";
import type { NumberSite } from "./site.ts";

/**
 * Plain forms only: trunk prefix and valid number, or plus, own country code and valid number, nothing around them. Answers
 * exactly as the slow path does (quick-path.test.ts compares them), or null, which means: read slowly.
 */
export function quickReader(site: NumberSite, plan: Plan): (text: string) => ReadNumber | null {
  const { trunkPrefix: trunk, callingCode } = plan;
  const plus = `+${callingCode}`;
  const outside = site.outsideLine ?? "";
  const international = site.internationalPrefix ?? "";
  const ambiguous = trunk === "" || !plan.plain || plan.trunkOptional;
  return (text) => {
    const length = text.length;
    if (length < 8 || length > 15) return null;
    const first = text.charCodeAt(0);
    for (let i = 1; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code < 48 || code > 57) return null;
    }
    if (first === 43) {
      if (ambiguous || !text.startsWith(plus) || !plan.isValid(text.slice(plus.length))) return null;
      return known("e164", text, text.slice(1), trunk + text.slice(plus.length), "plus");
    }
    if (ambiguous || first < 48 || first > 57 || !text.startsWith(trunk) || length === site.extensionDigits)
      return null;
    if (plan.internationalPrefix.test(text) || (international !== "" && text.startsWith(international))) return null;
    // Behind the outside line the digits must not read as a number once more; only a second trunk prefix would make them one.
    if (outside !== "" && text.startsWith(outside) && (outside !== trunk || text.startsWith(trunk, outside.length)))
      return null;
    const nsn = text.slice(trunk.length);
    return plan.isValid(nsn) ? known("national", plus + nsn, text, text, "trunk-prefix") : null;
  };
}

function known(
  kind: "e164" | "national",
  e164: string,
  digits: string,
  national: string,
  reason: "plus" | "trunk-prefix",
): ReadNumber {
  return { kind, e164, digits, national, display: e164, valid: true, reason, also: [] };
}
