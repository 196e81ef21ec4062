import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";

type Outputs = inferRouterOutputs<AppRouter>["undefined"];

export type UndefinedView = Outputs["show"];
export type UndefinedDay = UndefinedView["days"][number];
export type UndefinedLine = Outputs["list"]["lines"][number];
export type AgainPreview = Outputs["preview"];
export type AgainWork = Outputs["works"][number];

export function sourceName({ sources }: Pick<UndefinedView, "sources">, id: number): string {
  return sources.find((source) => source.id === id)?.name ?? String(id);
}

export function keyOf({ day, sourceId }: Pick<UndefinedDay, "day" | "sourceId">): string {
  return `${day} ${sourceId}`;
}
