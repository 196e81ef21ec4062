import type { Preset } from "./preset.ts";

/**
 * Twilio's list of calls, with an API key and its secret (or the account's SID and token). It is asked by when calls began, and a
 * call is told once it has ended: what began in the last four hours is asked for again.
 */
export const twilioCalls: Preset = {
  origin: "https://api.twilio.com",
  path: "/2010-04-01/Accounts/{account}/Calls.json?PageSize=1000&StartTime%3E={from}&StartTime%3C={to}",
  auth: { kind: "basic" },
  times: "iso",
  paging: { kind: "link", path: ["next_page_uri"] },
  overlapSeconds: 14_400,
  everySeconds: 300,
  windowHours: 24,
};
