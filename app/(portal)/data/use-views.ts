"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { useCallback, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import type { View } from "./use-search.ts";

export type ViewsOfPage = inferRouterOutputs<AppRouter>["views"]["list"];
export type SavedView = ViewsOfPage["views"][number];
export type Look = ViewsOfPage["look"];
export type ColumnId = SavedView["columns"][number];
export type SaveView = inferRouterInputs<AppRouter>["views"]["save"];

export const ALL_COLUMNS: readonly ColumnId[] = [
  "source",
  "role",
  "note",
  "date",
  "others",
  "duration",
  "direction",
  "sourceName",
  "erasedOn",
];
export const FIRST_COLUMNS: readonly ColumnId[] = ["source", "role", "note", "date", "others", "erasedOn"];
const FIRST_LOOK: Look = { columns: null, density: "calm", defaultViewId: null };
const KEY = ["views"] as const;

export interface Views {
  readonly views: readonly SavedView[];
  readonly look: Look;
  /** False until the server has said what this person likes. */
  readonly known: boolean;
  readonly setLook: (change: Partial<Look>) => void;
  readonly refresh: () => void;
}

/** Saved views and how this person likes the page. Both live on the server: a browser keeps nothing of them. */
export function useViews(): Views {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: KEY, staleTime: 60_000, queryFn: () => api.views.list.query() });
  // One after another: of two changes in a row the later one must be the one that the server keeps.
  const put = useMutation({ mutationFn: (look: Look) => api.views.look.mutate(look), scope: { id: "look" } });
  // What was changed here is drawn in the very event: a box that is ticked a moment later looks as if it refused.
  const [changed, setChanged] = useState<Partial<Look>>({});
  const look = { ...(query.data?.look ?? FIRST_LOOK), ...changed };
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: KEY }), [queries]);
  const { mutate } = put;
  const setLook = useCallback(
    (change: Partial<Look>) => {
      const known = queries.getQueryData<ViewsOfPage>(KEY);
      const next = { ...(known?.look ?? FIRST_LOOK), ...change };
      setChanged((before) => ({ ...before, ...change }));
      queries.setQueryData<ViewsOfPage>(KEY, { views: known?.views ?? [], look: next });
      mutate(next);
    },
    [queries, mutate],
  );
  return { views: query.data?.views ?? [], look, known: !query.isPending, setLook, refresh };
}

/** The question of a view as the page asks it; without one, the first one. */
export function viewOf(saved: SavedView | undefined, limit: number): View {
  if (saved === undefined) return { filters: {}, tier: null, sort: { by: "date", direction: "desc" }, limit };
  return { filters: saved.filters, tier: saved.tier, sort: saved.sort, limit };
}
