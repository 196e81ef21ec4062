export type SignInResult =
  | { kind: "done" }
  | { kind: "wrong" }
  | { kind: "slow"; minutes: number }
  | { kind: "failed" };

/** The credentials call of the sign-in room: a token against forged requests first, then the form. */
export async function signIn(email: string, password: string): Promise<SignInResult> {
  try {
    const answer = await post("/api/auth/callback/credentials", { email, password });
    if (!answer.ok && answer.status !== 401) return { kind: "failed" };
    return readResult(await addressIn(answer), answer.ok);
  } catch {
    return { kind: "failed" };
  }
}

/** Ends the session on the server and leaves the portal, also when the server could not be told. */
export async function signOut(): Promise<void> {
  await post("/api/auth/signout", {}).catch(() => undefined);
  globalThis.location.assign("/sign-in");
}

function readResult(address: string | null, ok: boolean): SignInResult {
  const fault = address === null ? null : new URL(address, "https://portal.invalid").searchParams.get("error");
  if (ok && fault === null) return { kind: "done" };
  if (fault?.startsWith("slow:")) return { kind: "slow", minutes: Math.max(1, Math.ceil(Number(fault.slice(5)) / 60)) };
  return fault === "CredentialsSignin" ? { kind: "wrong" } : { kind: "failed" };
}

async function addressIn(answer: Response): Promise<string | null> {
  const body: unknown = await answer.json();
  const url: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "url") : null;
  return typeof url === "string" ? url : null;
}

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const token: unknown = await (await fetch("/api/auth/csrf", { cache: "no-store" })).json();
  const csrfToken = typeof token === "object" && token !== null ? String(Reflect.get(token, "csrfToken")) : "";
  const body = new URLSearchParams({ ...fields, csrfToken, json: "true", callbackUrl: globalThis.location.origin });
  return await fetch(path, { method: "POST", body, cache: "no-store" });
}
