import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import type { Words } from "../../_ui/words.ts";

/** A source, or the company as a whole, and what listens to it. */
export type GuardView = inferRouterOutputs<AppRouter>["guards"]["show"]["guards"][number];

/** "Presentity", or the company as a whole. */
export function nameOf({ name }: Pick<GuardView, "name">, words: Words): string {
  return name ?? words.t("guard.company");
}
