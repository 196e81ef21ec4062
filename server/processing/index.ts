export { cancelSorting } from "./thresholds/cancel-sorting.ts";
export { PreviewSortingInput, previewSorting, type SortingPreview } from "./thresholds/preview-sorting.ts";
export { requestSorting } from "./thresholds/request-sorting.ts";
export { SetThresholdsInput, setThresholds } from "./thresholds/set-thresholds.ts";
export { type SortRunView, showThresholds, type ThresholdsView } from "./thresholds/show-thresholds.ts";
export { ChangeTariffInput, changeTariff } from "./tariffs/change-tariff.ts";
export { type ImportedTariff, ImportTariffInput, importTariff } from "./tariffs/import-tariff.ts";
export {
  ExportTariffInput,
  exportTariff,
  ReadTariffInput,
  readTariff,
  type TariffLine,
} from "./tariffs/read-tariff.ts";
export { RemoveTariffInput, removeTariff } from "./tariffs/remove-tariff.ts";
export { SetCostFirstInput, setCostFirst, ChooseCurrencyInput, chooseCurrency } from "./tariffs/set-cost.ts";
export { showTariffs, type TariffsView, type TariffView } from "./tariffs/show-tariffs.ts";
export { type TriedTariff, TryTariffInput, tryTariff } from "./tariffs/try-tariff.ts";
