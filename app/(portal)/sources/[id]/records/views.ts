import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";

type Outputs = inferRouterOutputs<AppRouter>["raw"];

export type RawList = Outputs["list"];
export type RawDay = RawList["days"][number];
export type RawWork = Outputs["works"][number];
export type ReplayPreview = Outputs["preview"];
export type RawDamage = Outputs["damage"]["rows"][number];

export interface Period {
  readonly from: string;
  readonly to: string;
}
