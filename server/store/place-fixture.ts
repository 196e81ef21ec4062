/** For tests and the bench: where a company is, that is asked for nothing of its own. */
export const PLACE = {
  kind: "private",
  timeZone: "Europe/Stockholm",
  country: "SE",
  outsideLine: null,
  extensionDigits: null,
  internationalPrefix: null,
  language: "sv",
} as const;
