import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { contextOf, isOwnOrigin } from "#server/api/request.ts";
import { refused } from "#server/api/refused.ts";
import { readUpTo } from "#server/api/read-up-to.ts";
import { appRouter } from "#server/api/router.ts";

const LARGEST_INPUT = 1_000_000;

/** POST alone: an input in an address would end in logs and histories. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return refused(403);
  const body = await readUpTo(request.body, LARGEST_INPUT);
  if (body === null) return refused(413);
  const context = await contextOf(request.headers);
  return await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request(request.url, { method: "POST", headers: request.headers, body }),
    router: appRouter,
    allowMethodOverride: true,
    allowBatching: false,
    createContext: () => context,
    responseMeta: () => ({ headers: { "Cache-Control": "no-store", "X-Request-Id": context.requestId } }),
  });
}
