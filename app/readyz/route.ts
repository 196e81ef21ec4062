import { partsNotReady } from "#server/api/ready.ts";

export const dynamic = "force-dynamic";

/**
 * Whether this process can serve: both clusters answer, in this release, and the keyring is open. Otherwise it names the
 * parts that are not ready, and nothing else.
 */
export async function GET(): Promise<Response> {
  const parts = await partsNotReady();
  const text = parts.length === 0 ? "ready\n" : `not ready: ${parts.join(", ")}\n`;
  return new Response(text, {
    status: parts.length === 0 ? 200 : 503,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}
