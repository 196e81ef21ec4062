import { exportSchema } from "#server/api/exports/schema.ts";

/** The JSON Schema of exports, for whoever writes a program that reads them. */
export function GET(): Response {
  return new Response(`${JSON.stringify(exportSchema, null, 2)}\n`, {
    headers: { "Content-Type": "application/schema+json", "Cache-Control": "no-store" },
  });
}
