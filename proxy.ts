import { type NextRequest, NextResponse } from "next/server";
import { authSecret } from "./server/auth/auth-secret.ts";
import { openSessionToken, SESSION_COOKIE } from "./server/auth/session-token.ts";

/**
 * The edge of the portal: the policy with this request's nonce, and strangers sent to the sign-in page. It is no security
 * boundary: pages and procedures look the session up themselves.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce);
  const path = request.nextUrl.pathname;
  if (!isOpen(path) && !(await carriesSession(request))) {
    return withPolicy(NextResponse.redirect(new URL("/sign-in", request.url)), policy);
  }
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  return withPolicy(NextResponse.next({ request: { headers } }), policy);
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}

function isOpen(path: string): boolean {
  return path === "/sign-in" || path === "/livez" || path === "/readyz" || path === "/metrics";
}

async function carriesSession(request: NextRequest): Promise<boolean> {
  const cookie = request.cookies.get(SESSION_COOKIE)?.value;
  return cookie !== undefined && (await openSessionToken(cookie, authSecret())) !== null;
}

function withPolicy(response: NextResponse, policy: string): NextResponse {
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

/** The verifier brings a policy of its own, which lets it reach nothing. */
export const config = { matcher: ["/((?!api/|_next/static/|favicon.svg|verify$).*)"] };
