import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import type { Words } from "../../_ui/words.ts";

/** A source, or the company as a whole, and what listens to it. */
export type GuardView = inferRouterOutputs<AppRouter>["guards"]["show"]["guards"][number];

/** What is listened to: calls that are stored, or bytes that are collected. */
export type GuardKind = "processed" | "collected";

/** The guard of one kind, where the page expects a guard. */
export function guardOf(one: GuardView, kind: GuardKind): GuardView {
  return kind === "processed" ? one : { ...one, guard: one.collected, lastAt: one.collectedAt };
}

/** "Presentity", or the company as a whole. */
export function nameOf({ name }: Pick<GuardView, "name">, words: Words): string {
  return name ?? words.t("guard.company");
}
