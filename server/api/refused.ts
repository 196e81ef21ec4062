/** A bare refusal of a route that is no procedure: nothing to read, and nothing to keep. */
export function refused(status: 403 | 404 | 413): Response {
  return new Response(null, { status, headers: { "Cache-Control": "no-store" } });
}
