import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";

export type TariffsView = inferRouterOutputs<AppRouter>["tariffs"]["show"];
export type TariffView = TariffsView["tariffs"][number];
export type TariffLine = inferRouterOutputs<AppRouter>["tariffs"]["read"]["rows"][number];
