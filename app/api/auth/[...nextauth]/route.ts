import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { webInstallation } from "#server/api/installation.ts";
import { readUpTo } from "#server/api/read-up-to.ts";
import { refused } from "#server/api/refused.ts";
import { addressOf, isOwnOrigin, sessionTokenIn } from "#server/api/request.ts";
import { authOptions } from "#server/auth/next-auth.ts";
import { readAgent } from "#server/auth/read-agent.ts";
import { ownPlace } from "../own-place.ts";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

const LARGEST_FORM = 16_384;

/** What the sign-in page uses of the sign-in room's routes; the others are answered as if they were not there. */
const OPEN: Readonly<Record<"GET" | "POST", readonly string[]>> = {
  GET: ["csrf"],
  POST: ["callback/credentials", "signout"],
};

export async function GET(request: Request, context: RouteContext): Promise<Response> {
  return await answer("GET", request, context);
}

export async function POST(request: Request, context: RouteContext): Promise<Response> {
  return await answer("POST", request, context);
}

async function answer(method: "GET" | "POST", request: Request, context: RouteContext): Promise<Response> {
  const { nextauth } = await context.params;
  if (!OPEN[method].includes(nextauth.join("/"))) return refused(404);
  if (!isOwnOrigin(request.headers)) return refused(403);
  const body = method === "POST" ? await readUpTo(request.body, LARGEST_FORM) : null;
  if (method === "POST" && body === null) return refused(413);
  const installation = await webInstallation();
  const from = {
    address: addressOf(request.headers),
    agent: readAgent(request.headers.get("user-agent")),
    replaces: await sessionTokenIn(installation, request.headers),
  };
  const handler: (request: Request, context: RouteContext) => Promise<Response> = NextAuth(
    authOptions(installation, from),
  );
  const response = await handler(new NextRequest(request.url, { method, headers: request.headers, body }), context);
  response.headers.set("Cache-Control", "no-store");
  const location = response.headers.get("location");
  if (location !== null) response.headers.set("Location", ownPlace(location));
  return response;
}
