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
  "alarm.guard-source": {
    one: "{name} has brought no call for {count} working minute",
    other: "{name} has brought no call for {count} working minutes",
  },
  "alarm.guard-source.help":
    "Its guard waits no longer than that. Look at the telephone system, then at the source, the collector and the worker.",
  "alarm.guard-company": {
    one: "No source has brought a call for {count} working minute",
    other: "No source has brought a call for {count} working minutes",
  },
  "alarm.guard-company.help":
    "The company's guard waits no longer than that. Is anything collected, and does the worker run?",
  "alarm.frames-missing": {
    one: "{count} frame of {name} became nothing",
    other: "{count} frames of {name} became nothing",
  },
  "alarm.frames-missing.help":
    "Every frame becomes a call, a part of one, a line that is no call, or an undefined line. Keep the files of that day and tell us.",
} as const;
