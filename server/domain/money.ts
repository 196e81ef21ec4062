/** Money is counted in whole numbers: hundredths of a currency for what a call costs, ten-thousandths for what a tariff says. */
export const TEN_THOUSANDTHS = 10_000;

/** Amounts up to a million of the currency: their products with a duration stay below what a number holds exactly. */
const MOST = 1_000_000;

/**
 * "0.45", "0,45" or "12" in ten-thousandths; null for what is no amount, has more than four decimals or is above a million.
 * No sign: nobody is paid for a call.
 */
export function readAmount(text: string): number | null {
  const match = /^(\d{1,7})(?:[.,](\d{1,4}))?$/.exec(text.trim());
  if (match === null) return null;
  const amount = Number(match[1]) * TEN_THOUSANDTHS + Number((match[2] ?? "").padEnd(4, "0"));
  return amount > MOST * TEN_THOUSANDTHS ? null : amount;
}

/** "0.4500" becomes "0.45", whole amounts have no decimals: what `readAmount` reads back. */
export function writeAmount(amount: number): string {
  const whole = Math.floor(amount / TEN_THOUSANDTHS);
  const rest = String(amount % TEN_THOUSANDTHS)
    .padStart(4, "0")
    .replace(/0+$/, "");
  return rest === "" ? String(whole) : `${whole}.${rest}`;
}

/** Hundredths as an amount with two decimals, "1234.50"; a point, no grouping and no currency: for files and scripts. */
export function writeCents(cents: number): string {
  const sign = cents < 0 ? "-" : "";
  const size = Math.abs(cents);
  return `${sign}${Math.floor(size / 100)}.${String(size % 100).padStart(2, "0")}`;
}

/** "0.45" in hundredths; null for what is no amount or has more than two decimals. */
export function readCents(text: string): number | null {
  const amount = readAmount(text);
  return amount === null || amount % 100 !== 0 ? null : amount / 100;
}

/** The currencies (ISO 4217) whose smallest unit is a hundredth, in the order of their codes. */
export const CURRENCIES: readonly string[] = Intl.supportedValuesOf("currency").filter(
  (code) =>
    new Intl.NumberFormat("en", { style: "currency", currency: code }).resolvedOptions().maximumFractionDigits === 2,
);

const OWN: Readonly<Record<string, string>> = {
  SE: "SEK",
  NO: "NOK",
  DK: "DKK",
  GB: "GBP",
  US: "USD",
  CH: "CHF",
  PL: "PLN",
  CZ: "CZK",
  RO: "RON",
};

/** What a company counts in that has said nothing: the currency of its country, else the euro. */
export function currencyOfCountry(country: string): string {
  return OWN[country] ?? "EUR";
}
