import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";

export type ThresholdsView = inferRouterOutputs<AppRouter>["thresholds"]["show"];
export type SortingPreview = inferRouterOutputs<AppRouter>["thresholds"]["preview"];
export type ScopedLimits = inferRouterInputs<AppRouter>["thresholds"]["set"];
export type LimitsView = ThresholdsView["company"];

/** Whether stored calls are being sorted, or wait for it. */
export function runs(view: ThresholdsView | undefined): boolean {
  const state = view?.runs[0]?.state;
  return state === "waiting" || state === "running";
}
