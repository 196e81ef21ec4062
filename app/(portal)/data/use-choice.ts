"use client";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useRef, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { type Asked, searchInput, type View } from "./use-search.ts";

export type FrozenSelection = inferRouterOutputs<AppRouter>["data"]["freeze"];

export interface Chosen {
  /** How many calls the buttons act on. */
  readonly chosen: number;
  /** All that matched when it was asked for, held fast on the server; null while single rows are chosen. */
  readonly all: FrozenSelection | null;
  readonly ids: Readonly<Record<string, true>>;
  readonly setIds: (next: Record<string, true>) => void;
  /** Turns one row; with `range` all rows of the page from the last one turned. */
  readonly toggle: (id: string, page: readonly string[], range: boolean) => void;
  readonly chooseAll: () => void;
  readonly choosing: boolean;
  readonly problem: unknown;
  readonly clear: () => void;
  /** Holds fast on the server what is chosen now. With nothing chosen it is all exact hits. */
  readonly freeze: () => Promise<FrozenSelection>;
}

/** What is chosen in the table: single hits over any number of pages, or all that match; exact hits unless a tier is shown alone. */
export function useChoice(asked: Asked, view: View): Chosen {
  const [ids, setIds] = useState<Record<string, true>>({});
  const anchor = useRef<string | null>(null);
  const single = Object.keys(ids);
  const ask = async (hitIds: string[] | null) => {
    const { text, type, filters, restrictedPurpose } = searchInput(asked, view, null);
    const chosen = hitIds === null ? { tiers: [view.tier ?? "exact"] } : { tiers: [...ALL_TIERS], hitIds };
    const why = restrictedPurpose === undefined ? {} : { restrictedPurpose };
    return await api.data.freeze.mutate({ text, type, filters, ...chosen, ...why });
  };
  const all = useMutation({ mutationFn: () => ask(null) });
  const change = (next: Record<string, true>) => {
    all.reset();
    setIds(next);
  };
  return {
    chosen: all.data?.rows ?? single.length,
    all: all.data ?? null,
    ids,
    setIds: change,
    toggle: (id, page, range) => {
      const next = { ...ids };
      const from = range && anchor.current !== null ? page.indexOf(anchor.current) : -1;
      const to = page.indexOf(id);
      if (from >= 0 && to >= 0) {
        for (const one of page.slice(Math.min(from, to), Math.max(from, to) + 1)) next[one] = true;
      } else if (next[id]) delete next[id];
      else next[id] = true;
      anchor.current = id;
      change(next);
    },
    chooseAll: () => all.mutate(),
    choosing: all.isPending,
    problem: all.error,
    clear: () => change({}),
    freeze: async () => all.data ?? (await ask(single.length === 0 ? null : single)),
  };
}

const ALL_TIERS = ["exact", "digits", "possible"] as const;
