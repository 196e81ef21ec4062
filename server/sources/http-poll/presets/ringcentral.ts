import type { Preset } from "./preset.ts";

/**
 * RingCentral's company call log, permission Read Call Log, signed in by the JWT that the developer console issues. The log is of
 * the group of heavy requests, ten a minute: pages are large and questions rare.
 */
export const ringcentral: Preset = {
  origin: "https://platform.ringcentral.com",
  path: "/restapi/v1.0/account/{account}/call-log?view=Detailed&perPage=250&dateFrom={from}&dateTo={to}",
  auth: { kind: "oauth-jwt", tokenUrl: "https://platform.ringcentral.com/restapi/oauth/token", scope: "" },
  times: "iso",
  paging: { kind: "link", path: ["navigation", "nextPage", "uri"] },
  overlapSeconds: 14_400,
  everySeconds: 300,
  windowHours: 24,
};
