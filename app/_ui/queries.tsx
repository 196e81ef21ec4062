"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { failureOf } from "../_trpc/client.ts";

/** Answers live in memory only, and not for long: what was erased must not be read from a cache. */
export function Queries({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: 60_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 1 && isPassing(error),
        throwOnError: (error) => toSignInWhenEnded(error),
      },
      mutations: { onError: (error) => void toSignInWhenEnded(error) },
    },
  });
}

function isPassing(error: unknown): boolean {
  const { code, requestId } = failureOf(error);
  return code === "unavailable" && requestId === null;
}

function toSignInWhenEnded(error: unknown): false {
  if (failureOf(error).code === "not-signed-in") globalThis.location.assign("/sign-in?ended=1");
  return false;
}
