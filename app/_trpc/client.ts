import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "#server/api/router.ts";
import { stepUpLink } from "./step-up-link.ts";

/** The portal's API. Everything is sent as POST: a number never stands in an address. */
export const api = createTRPCClient<AppRouter>({
  links: [stepUpLink, httpLink({ url: "/api/trpc", methodOverride: "POST", transformer: superjson })],
});

/** What the API says about a failure; never more than may be shown. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
  /** The name of the input that it is about. */
  readonly field: string | null;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof TRPCClientError) {
    const data: unknown = error.data;
    const code = textIn(data, "appCode") ?? "unavailable";
    return { code, message: error.message, requestId: textIn(data, "requestId"), field: textIn(data, "field") };
  }
  return { code: "unavailable", message: "", requestId: null, field: null };
}

function textIn(data: unknown, key: string): string | null {
  if (typeof data !== "object" || data === null) return null;
  const value: unknown = Reflect.get(data, key);
  return typeof value === "string" ? value : null;
}
