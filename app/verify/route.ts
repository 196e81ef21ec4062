import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * One page that checks certificates without a server: the very file that people save and open from their disk. Its policy lets
 * it reach nothing; the hashes of its only script and style stand in the file itself.
 */
export function GET(): Response {
  const page = readFileSync(join(process.cwd(), "app/verify/verifier.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? "default-src 'none'";
  return new Response(page, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
      "Cache-Control": "no-store",
    },
  });
}

export const dynamic = "force-dynamic";
