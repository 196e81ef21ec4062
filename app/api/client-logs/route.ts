import { takeClientLog } from "#server/api/maintenance/client-log.ts";

/** Errors of the portal's own pages, as browsers tell them: which page, which class, nothing that anybody typed. */
export async function POST(request: Request): Promise<Response> {
  return new Response(null, { status: await takeClientLog(request), headers: { "Cache-Control": "no-store" } });
}
