export const processing = {
  "nav.processing": "Processing",
  "permissions.processing": "Processing",
  "permission.processing.see": "See how calls are read and sorted, and the statistics of it",
  "permission.processing.change": "Change the rules by which calls are read and sorted, and the guard",
  "processing.parts": "Pages of processing",
  "processing.statistics.title": "Statistics",
  "processing.statistics.lead":
    "What became of everything that was received, per day and source. Counts only: nobody can be told from them.",
  "processing.undefined.title": "Undefined lines",
  "processing.layouts.title": "Layouts",
  "processing.thresholds.title": "Thresholds",
  "processing.tariffs.title": "Tariffs",
  "processing.private.title": "Private and business",
  "processing.filters.title": "Filter and shield",
} as const;
