import { type CountryCode, isSupportedCountry, Metadata, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { AppError } from "../app-error.ts";

/** The part of a country's numbering plan that reading needs. */
export interface Plan {
  readonly country: CountryCode;
  readonly callingCode: string;
  /** "0" in Sweden, "8" in Russia, "1" in North America, "" where there is none. */
  readonly trunkPrefix: string;
  /** Whether national numbers are also written without the trunk prefix. */
  readonly trunkOptional: boolean;
  /** Anchored; matches an international prefix and nothing after it. */
  readonly internationalPrefix: RegExp;
  /** Whether the plan may be applied by its patterns alone, without libphonenumber's parsing rules. */
  readonly plain: boolean;
  isValid(nationalSignificantNumber: string): boolean;
}

/** Metadata as libphonenumber-js keeps it; the fields are not in its typings, plan.test.ts holds them to the parser. */
interface PlanMetadata {
  nationalNumberPattern(): string;
  /** 0 stands for none. */
  nationalPrefix(): string | 0;
  nationalPrefixForParsing(): string | 0;
  nationalPrefixTransformRule(): string | 0;
  IDDPrefix(): string;
  types(): readonly (readonly [string, ...unknown[]] | 0)[] | undefined;
}

/** Trunk prefix 1 and 8 are commonly left out within these plans (North America, Russia and Kazakhstan). */
const OPTIONAL_TRUNK = new Set(["1", "7"]);
const plans = new Map<string, Plan>();

/** Whether numbers can be read as of this country; to be asked before it is stored as anybody's. */
export function hasNumberingPlan(country: string): boolean {
  return isSupportedCountry(country);
}

/** The plan of a country. Throws AppError "bad-input" for a country without one. */
export function planOf(country: string): Plan {
  const known = plans.get(country);
  if (known !== undefined) return known;
  if (!isSupportedCountry(country)) {
    throw new AppError(
      "bad-input",
      "The country must be the two capital letters of one with a numbering plan, for example SE.",
    );
  }
  const made = makePlan(country);
  plans.set(country, made);
  return made;
}

export interface ParsedE164 {
  readonly e164: string;
  readonly valid: boolean;
  readonly possible: boolean;
  readonly national: string | null;
}

/** `digits` without the plus, country code first. null when no such country code exists or the length is impossible. */
export function parseInternational(digits: string): ParsedE164 | null {
  return parsed(parsePhoneNumberFromString(`+${digits}`));
}

/** `digits` as dialled inside the country, trunk prefix included. */
export function parseNational(digits: string, plan: Plan): ParsedE164 | null {
  return parsed(parsePhoneNumberFromString(digits, plan.country));
}

function parsed(number: ReturnType<typeof parsePhoneNumberFromString>): ParsedE164 | null {
  if (number === undefined) return null;
  const trunk = number.country === undefined ? "" : planOf(number.country).trunkPrefix;
  return {
    e164: number.number,
    valid: number.isValid(),
    possible: number.isPossible(),
    national: number.country === undefined ? null : trunk + number.nationalNumber,
  };
}

function makePlan(country: CountryCode): Plan {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const numbering = metadata.numberingPlan as unknown as PlanMetadata & { callingCode(): string };
  const trunkPrefix = numbering.nationalPrefix() || "";
  const callingCode = numbering.callingCode();
  const general = new RegExp(`^(?:${numbering.nationalNumberPattern()})$`);
  const patterns = (numbering.types() ?? []).flatMap((type) =>
    type === 0 || type === undefined || !type[0] ? [] : [type[0]],
  );
  const typed = new RegExp(`^(?:${patterns.join("|")})$`);
  return {
    country,
    callingCode,
    trunkPrefix,
    trunkOptional: trunkPrefix === "" || OPTIONAL_TRUNK.has(callingCode),
    internationalPrefix: new RegExp(`^(?:${numbering.IDDPrefix()})`),
    plain:
      (numbering.nationalPrefixForParsing() || "") === trunkPrefix &&
      !numbering.nationalPrefixTransformRule() &&
      patterns.length > 0,
    isValid: (nsn) => general.test(nsn) && typed.test(nsn),
  };
}
