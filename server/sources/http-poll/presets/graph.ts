import type { Preset } from "./preset.ts";

/**
 * Microsoft Graph v1.0, application permission CallRecords.Read.All. A record may appear hours after its call: a day is asked for
 * again each time.
 */
const GRAPH = {
  origin: "https://graph.microsoft.com",
  auth: {
    kind: "oauth",
    tokenUrl: "https://login.microsoftonline.com/{account}/oauth2/v2.0/token",
    scope: "https://graph.microsoft.com/.default",
  },
  times: "iso",
  paging: { kind: "link", path: ["@odata.nextLink"] },
  overlapSeconds: 86_400,
  everySeconds: 900,
  windowHours: 24,
} as const;

export const graphPstn: Preset = {
  ...GRAPH,
  path: "/v1.0/communications/callRecords/getPstnCalls(fromDateTime={from},toDateTime={to})",
};

export const graphDirectRouting: Preset = {
  ...GRAPH,
  path: "/v1.0/communications/callRecords/getDirectRoutingCalls(fromDateTime={from},toDateTime={to})",
};
