import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Installation } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { authSecret } from "./auth-secret.ts";
import { closeSession } from "./close-session.ts";
import type { SignInOrigin } from "./open-session.ts";
import { openSessionToken, SESSION_COOKIE, SESSION_SECONDS, sealSessionToken } from "./session-token.ts";
import { signIn } from "./sign-in.ts";
import { SlowDown } from "./throttle.ts";

const COOKIE = { httpOnly: true, sameSite: "lax", path: "/", secure: true } as const;

/** How next-auth signs people in: manual sign-in only for now; its cookie holds our session token and nothing else. */
export function authOptions(installation: Installation, from: Omit<SignInOrigin, "via">): NextAuthOptions {
  const secret = authSecret(installation.env.home);
  return {
    secret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    useSecureCookies: true,
    cookies: {
      sessionToken: { name: SESSION_COOKIE, options: COOKIE },
      csrfToken: { name: "__Host-gallra-csrf", options: COOKIE },
      callbackUrl: { name: "__Host-gallra-callback", options: COOKIE },
    },
    jwt: {
      maxAge: SESSION_SECONDS,
      encode: async ({ token }) =>
        typeof token?.["sid"] === "string" ? await sealSessionToken(token["sid"], secret) : "",
      decode: async ({ token }) => {
        const sid = token === undefined ? null : await openSessionToken(token, secret);
        return sid === null ? null : { sid };
      },
    },
    callbacks: {
      jwt: ({ token, user }) => (user === undefined ? token : { sid: user.id }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ baseUrl }) => `${baseUrl}/`,
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.["sid"] === "string") await closeSession(installation, token["sid"], from.address);
      },
    },
    logger: quiet(installation),
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (credentials) => await authorize(installation, credentials, { ...from, via: "portal" }),
      }),
    ],
  };
}

/** next-auth hands a thrown message to the page as `error`; only fixed words may stand there. */
async function authorize(
  installation: Installation,
  credentials: unknown,
  from: SignInOrigin,
): Promise<{ id: string } | null> {
  try {
    return { id: (await signIn(installation, credentials, from)).token };
  } catch (error) {
    if (error instanceof SlowDown) throw new Error(`slow:${error.seconds}`);
    if (error instanceof AppError && error.code === "not-signed-in") return null;
    installation.log.error("auth.failed", { fault: error instanceof Error ? error.name : "unknown" });
    throw new Error("failed");
  }
}

/** Its own logger prints messages and stacks; ours says only which of its codes occurred. */
function quiet(installation: Installation): NonNullable<NextAuthOptions["logger"]> {
  return {
    error: (code) => installation.log.error("auth.error", { code }),
    warn: () => undefined,
    debug: () => undefined,
  };
}
