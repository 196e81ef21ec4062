import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { contextOf, isOwnOrigin } from "#server/api/request.ts";
import { appRouter } from "#server/api/router.ts";

const LARGEST_INPUT = 1_000_000;

/** POST alone: an input in an address would end in logs and histories. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return new Response(null, { status: 403 });
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST_INPUT) return new Response(null, { status: 413 });
  const context = await contextOf(request.headers);
  return await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    allowMethodOverride: true,
    allowBatching: false,
    createContext: () => context,
    responseMeta: () => ({ headers: { "Cache-Control": "no-store", "X-Request-Id": context.requestId } }),
  });
}
