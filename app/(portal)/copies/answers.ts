import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";

export type Copies = inferRouterOutputs<AppRouter>["copies"]["show"];
export type Store = Copies["stores"][number];
export type Exposure = Copies["exposure"];
export type Night = Copies["nights"][number];
