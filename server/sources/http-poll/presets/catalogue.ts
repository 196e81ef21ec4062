import { graphDirectRouting, graphPstn } from "./graph.ts";
import type { Preset } from "./preset.ts";
import { ringcentral } from "./ringcentral.ts";
import { twilioCalls } from "./twilio.ts";

/** Services that are ready; their drivers are teams-graph, twilio-calls-json and ringcentral-call-log. */
export const PRESETS = {
  "graph-pstn": graphPstn,
  "graph-direct-routing": graphDirectRouting,
  "twilio-calls": twilioCalls,
  ringcentral,
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetId = keyof typeof PRESETS;

export const PRESET_IDS = Object.keys(PRESETS) as [PresetId, ...PresetId[]];
