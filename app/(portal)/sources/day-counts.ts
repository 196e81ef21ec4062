"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";

export type TransferView = inferRouterOutputs<AppRouter>["sources"]["transfers"][number];

export interface DayCounts {
  readonly records: number;
  readonly undefinedLines: number;
}

const DAY_MS = 86_400_000;
const LIVE_MS = 10_000;
const MOST = 200;

/** The newest transfer sessions; the table and the counts are drawn from the same answer. */
export function useTransfers(enabled = true) {
  return useQuery({
    enabled,
    queryKey: ["transfers"],
    queryFn: () => api.sources.transfers.query({ limit: MOST }),
    refetchInterval: LIVE_MS,
  });
}

/** What each source brought in the sessions of the last 24 hours. */
export function dayCounts(transfers: readonly TransferView[] | undefined, now: Date): ReadonlyMap<number, DayCounts> {
  const counts = new Map<number, DayCounts>();
  for (const one of transfers ?? []) {
    if (now.getTime() - one.lastAt.getTime() > DAY_MS) continue;
    const before = counts.get(one.sourceId) ?? { records: 0, undefinedLines: 0 };
    counts.set(one.sourceId, {
      records: before.records + one.records,
      undefinedLines: before.undefinedLines + one.undefinedLines,
    });
  }
  return counts;
}
