import NextAuth from "next-auth";
import { webInstallation } from "#server/api/installation.ts";
import { addressOf } from "#server/api/request.ts";
import { authOptions } from "#server/auth/next-auth.ts";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

async function handler(request: Request, context: RouteContext): Promise<Response> {
  const answer: (request: Request, context: RouteContext) => Promise<Response> = NextAuth(
    authOptions(await webInstallation(), addressOf(request.headers)),
  );
  const response = await answer(request, context);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

export { handler as GET, handler as POST };
