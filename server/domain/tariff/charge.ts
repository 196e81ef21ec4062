import type { Price } from "./rate.ts";

/** As many hundredths as a column holds. */
const MOST_CENTS = 2_147_483_647;

/**
 * What a call of so many seconds costs, in hundredths, half a hundredth rounded up; counted in whole numbers throughout. A call
 * that nobody answered costs nothing.
 */
export function chargeCents(price: Price, seconds: number, answered: boolean): number {
  if (!answered || (price.freeSeconds > 0 && seconds <= price.freeSeconds)) return 0;
  const billed = billedSeconds(price, seconds - price.freeSeconds);
  // Minutes and seconds apart: both products stay below 2^53, whatever a tariff or a telephone system says.
  const whole = price.connection + price.perMinute * Math.floor(billed / 60);
  const sixtieths = price.perMinute * (billed % 60);
  const cents = Math.floor(whole / 100) + Math.floor(((whole % 100) * 60 + sixtieths + 3_000) / 6_000);
  return Math.min(MOST_CENTS, Math.max(cents, Math.floor((price.minimum + 50) / 100)));
}

function billedSeconds({ firstSeconds, intervalSeconds }: Price, seconds: number): number {
  if (seconds <= firstSeconds) return firstSeconds;
  return firstSeconds + Math.ceil((seconds - firstSeconds) / intervalSeconds) * intervalSeconds;
}
