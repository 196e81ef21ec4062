"use client";
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { useCallback } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";

export type SearchInput = inferRouterInputs<AppRouter>["data"]["search"];
export type SearchAnswer = inferRouterOutputs<AppRouter>["data"]["search"];
export type Counts = NonNullable<SearchAnswer["counts"]>;
export type Hit = SearchAnswer["hits"][number];
export type Tier = Hit["tier"];
export type Filters = NonNullable<SearchInput["filters"]>;
export type Sort = { readonly by: SortBy; readonly direction: "asc" | "desc" };
export type SortBy = NonNullable<NonNullable<SearchInput["sort"]>["by"]>;

/** What was asked: kept in memory alone, never in the address. */
export interface Asked {
  readonly text: string;
  readonly type: "detect" | "phone" | "ssn";
  /** Why restricted calls are shown too. */
  readonly restrictedPurpose?: string;
  /** Counts the askings, so that pressing Find again asks again. */
  readonly turn: number;
}

export interface View {
  readonly filters: Filters;
  readonly tier: Tier | null;
  readonly sort: Sort;
  readonly limit: number;
}

/** One page of hits. Every asking is written to the audit, so that pages seen are not fetched again by themselves. */
export function useSearch(asked: Asked | null, view: View, cursor: string | null): UseQueryResult<SearchAnswer> {
  return useQuery({
    queryKey: ["search", asked, view, cursor],
    enabled: asked !== null,
    staleTime: Number.POSITIVE_INFINITY,
    // While a page or a filter of the same number loads, its last rows stay; those of another number never do.
    placeholderData: (rows, query) => (query?.queryKey[1] === asked ? rows : undefined),
    queryFn: async ({ signal }) => await api.data.search.query(searchInput(asked, view, cursor), { signal }),
  });
}

/** Forgets what was found, after an erasure changed it. */
export function useForgetHits(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: ["search"] }), [queries]);
}

export function searchInput(asked: Asked | null, view: View, cursor: string | null): SearchInput {
  return {
    text: asked?.text ?? "",
    type: asked?.type ?? "detect",
    filters: view.filters,
    sort: view.sort,
    limit: view.limit,
    ...(view.tier === null ? {} : { tiers: [view.tier] }),
    ...(cursor === null ? {} : { cursor }),
    ...(asked?.restrictedPurpose === undefined ? {} : { restrictedPurpose: asked.restrictedPurpose }),
  };
}
