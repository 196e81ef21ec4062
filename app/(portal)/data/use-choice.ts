"use client";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { type Asked, type SearchAnswer, searchInput, type View } from "./use-search.ts";

export type FrozenSelection = inferRouterOutputs<AppRouter>["data"]["freeze"];

export interface Chosen {
  /** How many calls the buttons act on. */
  readonly chosen: number;
  /** Whether it is all that match, and not single rows. */
  readonly all: boolean;
  readonly ids: Readonly<Record<string, true>>;
  readonly setIds: (next: Record<string, true>) => void;
  readonly chooseAll: () => void;
  readonly clear: () => void;
  /** Holds fast on the server what is chosen now. With nothing chosen it is all exact hits. */
  readonly freeze: () => Promise<FrozenSelection>;
}

/** What is chosen in the table: single hits over any number of pages, or all that match; exact hits unless a tier is shown alone. */
export function useChoice(asked: Asked, view: View, first: SearchAnswer): Chosen {
  const [ids, setIds] = useState<Record<string, true>>({});
  const [all, setAll] = useState(false);
  const single = Object.keys(ids);
  const tier = view.tier ?? "exact";
  const clear = () => {
    setIds({});
    setAll(false);
  };
  return {
    chosen: all ? (first.counts?.byTier[tier] ?? 0) : single.length,
    all,
    ids,
    setIds: (next) => {
      setAll(false);
      setIds(next);
    },
    chooseAll: () => setAll(true),
    clear,
    freeze: async () => {
      const { text, type, filters } = searchInput(asked, view, null);
      const chosen = all || single.length === 0 ? { tiers: [tier] } : { tiers: ALL_TIERS, hitIds: single };
      return await api.data.freeze.mutate({ text, type, filters, ...chosen });
    },
  };
}

const ALL_TIERS: ("exact" | "digits" | "possible")[] = ["exact", "digits", "possible"];
