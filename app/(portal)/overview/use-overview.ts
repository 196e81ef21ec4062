"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";

export type Overview = inferRouterOutputs<AppRouter>["overview"]["company"];
export type RetentionView = inferRouterOutputs<AppRouter>["retention"]["show"];

export const LIVE_MS = 15_000;
const WORK_MS = 5_000;

export function useRules(enabled: boolean) {
  return useQuery({ queryKey: ["retention"], enabled, queryFn: () => api.retention.show.query() });
}

export function useExports(enabled: boolean) {
  return useQuery({
    queryKey: ["exports"],
    enabled,
    queryFn: async () => (await api.exports.list.query({})).exports,
    refetchInterval: WORK_MS,
  });
}

export function useErasures(enabled: boolean) {
  return useQuery({
    queryKey: ["erasures"],
    enabled,
    queryFn: async () => (await api.erasures.list.query({ open: true, limit: 250 })).erasures,
    refetchInterval: WORK_MS,
  });
}
