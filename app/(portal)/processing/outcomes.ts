import type { PlotTone } from "../../_ui/plot/plot.ts";

/** What a frame becomes: exactly one of these, in the order in which they are told. */
export const OUTCOMES = [
  { key: "records", tone: "pine" },
  { key: "joined", tone: "moss" },
  { key: "duplicates", tone: "slate" },
  { key: "filtered", tone: "gone" },
  { key: "leftOut", tone: "edge" },
  { key: "waiting", tone: "amber" },
  { key: "undefinedLines", tone: "brick" },
] as const satisfies readonly { readonly key: string; readonly tone: PlotTone }[];

/** What is said besides of some of them. */
export const DETAILS = ["apart", "late", "implausible", "shielded", "badLines"] as const;
