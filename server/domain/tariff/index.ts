export { writeDays, writeTime } from "./days.ts";
export { fileText } from "./file-text.ts";
export { type Band, EVERY_DAY, type Price, type Rate, type RateDirection } from "./rate.ts";
export { rateCall, type RatedCall, type RatingPlace, type TariffVersion } from "./rate-call.ts";
export { rateTable, type RateTable } from "./rate-table.ts";
export {
  type LineFault,
  RATE_COLUMNS,
  RATE_FAULTS,
  type RateFault,
  type ReadLine,
  type ReadRates,
  readRates,
} from "./read-rates.ts";
export { rateCells, writeRates } from "./write-rates.ts";
