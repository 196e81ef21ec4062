import { isReady } from "#server/api/ready.ts";

export const dynamic = "force-dynamic";

/** Whether this process can serve: both clusters answer and the keyring is open. Why not, stands in the log. */
export async function GET(): Promise<Response> {
  const ready = await isReady();
  return new Response(ready ? "ready\n" : "not ready\n", {
    status: ready ? 200 : 503,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}
