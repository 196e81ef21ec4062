import { hash } from "node:crypto";
import type { Answered } from "./ask.ts";
import type { PortalRoute } from "./routes.ts";

export const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "LOCK",
] as const;

/** What is wrong with an answer, in words; nothing of its content is repeated. */
export function judgeHeaders(route: PortalRoute, method: string, { status, headers, body }: Answered): string[] {
  if (status === 0) return ["no answer"];
  const wrong: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) wrong.push(what);
  };
  must(status < 500, `answered ${status}`);
  must(/max-age=\d{7,}/.test(headers["strict-transport-security"] ?? ""), "no HSTS");
  must(headers["x-content-type-options"] === "nosniff", "no nosniff");
  must(headers["referrer-policy"] === "no-referrer", "sends referrers");
  must(headers["x-frame-options"] === "DENY", "can be framed");
  must(headers["x-powered-by"] === undefined && headers.server === undefined, "names its software");
  must(headers["access-control-allow-origin"] === undefined, "is open to other origins");
  const immutable = route.kind === "static" || (route.path.startsWith("/_next/static/") && status === 200);
  must(
    immutable || /\bno-store\b/.test(headers["cache-control"] ?? ""),
    `caching: ${headers["cache-control"] ?? "unsaid"}`,
  );
  wrong.push(...judgePolicy(headers, body));
  const known = method === "GET" || method === "HEAD" || (method === "POST" && route.path.startsWith("/api/"));
  must(known || status === 405, `${method} answered ${status}`);
  must(status !== 405 || headers.allow !== undefined, "405 without Allow");
  return wrong;
}

/** A policy that runs no script but those with the answer's own nonce, or the very ones whose hash it names. */
function judgePolicy(headers: Answered["headers"], body: string): string[] {
  const policy = String(headers["content-security-policy"] ?? "");
  const wrong: string[] = [];
  if (!policy.includes("default-src 'none'") || !policy.includes("frame-ancestors 'none'"))
    wrong.push("no strict policy");
  if (/unsafe-inline|unsafe-eval|\*|https?:/.test(policy)) wrong.push("a policy with a hole");
  if (!String(headers["content-type"] ?? "").includes("text/html") || body === "") return wrong;
  const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1];
  const scripts = [...body.matchAll(/(<(?:script|style)\b[^>]*>)([\s\S]*?)<\/(?:script|style)>/g)];
  const bare = scripts.filter(
    ([, tag = "", text = ""]) =>
      (nonce === undefined || !tag.includes(`nonce="${nonce}"`)) && !policy.includes(hash("sha256", text, "base64")),
  );
  if (bare.length > 0) wrong.push(`${bare.length} scripts or styles that the policy does not name`);
  if (/<[^>]+\son\w+=/i.test(body.replace(/<script[\s\S]*?<\/script>/g, ""))) wrong.push("a handler in an attribute");
  return wrong;
}

/** The nonce of a page's policy; null where there is none. */
export function nonceOf({ headers }: Answered): string | null {
  return /'nonce-([\w-]+)'/.exec(String(headers["content-security-policy"] ?? ""))?.[1] ?? null;
}
