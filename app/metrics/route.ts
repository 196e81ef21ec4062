import { metricsText } from "#server/api/maintenance/metrics-text.ts";

export const dynamic = "force-dynamic";

/** The web process's figures for Prometheus, with the token of the home; strangers are not told that there are any. */
export async function GET(request: Request): Promise<Response> {
  const found = await metricsText(request.headers.get("authorization"));
  const headers = { "Cache-Control": "no-store" };
  if (found === null) return new Response(null, { status: 404, headers });
  return new Response(found.text, { headers: { ...headers, "Content-Type": found.type } });
}
