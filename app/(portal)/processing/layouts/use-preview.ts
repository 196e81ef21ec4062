"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useEffect, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";

export type PreviewedLayout = inferRouterOutputs<AppRouter>["layouts"]["preview"];
export type PreviewedLine = PreviewedLayout["lines"][number];

const PAUSE_MS = 150;

/** What the sample becomes, asked for once the hand rests. Answers live in memory only as long as they are looked at. */
export function usePreview(layout: string | null, sample: string) {
  const asked = useResting(layout === null || sample.trim() === "" ? null : { layout, sample });
  return useQuery({
    queryKey: ["layout-preview", asked],
    queryFn: ({ signal }) => api.layouts.preview.mutate(asked ?? { layout: "", sample: "" }, { signal }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

interface Asked {
  readonly layout: string;
  readonly sample: string;
}

function useResting(asked: Asked | null): Asked | null {
  const [rested, setRested] = useState<Asked | null>(asked);
  const layout = asked?.layout ?? null;
  const sample = asked?.sample ?? null;
  useEffect(() => {
    const timer = setTimeout(() => setRested(layout === null || sample === null ? null : { layout, sample }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [layout, sample]);
  return rested;
}
