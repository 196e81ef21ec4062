import type { Words } from "./words.ts";

/** Hundredths of a currency as its country's people write an amount, with the currency's code: "SEK 12.50", "12,50 SEK". */
export function money(cents: number, currency: string, words: Words): string {
  return formatter(words.language, currency, 2).format(cents / 100);
}

/** The same of ten-thousandths, with as many decimals as it has and at least two: prices in a tariff. */
export function price(amount: number, currency: string, words: Words): string {
  return formatter(words.language, currency, 4).format(amount / 10_000);
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(language: Words["language"], currency: string, decimals: 2 | 4): Intl.NumberFormat {
  const key = `${language} ${currency} ${decimals}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(language === "sv" ? "sv-SE" : "en-GB", {
    style: "currency",
    currency,
    currencyDisplay: "code",
    minimumFractionDigits: 2,
    maximumFractionDigits: decimals,
  });
  formatters.set(key, made);
  return made;
}
