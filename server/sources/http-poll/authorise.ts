import { createPrivateKey, type KeyObject, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { z } from "zod";
import type { Credentials } from "../credentials/credential.ts";
import type { Answer, Question } from "../http/ask.ts";
import { judge } from "../http/judge.ts";
import { SourceTrouble } from "../problem.ts";
import type { AuthPlan, Signed } from "./plan.ts";

/** What a question is signed in by. */
export interface Authoriser {
  /** The next question as it is sent; a token is fetched where there is none that holds. Throws SourceTrouble. */
  sign(url: URL): Promise<{ readonly url: URL; readonly headers: Readonly<Record<string, string>> }>;
  /** Whether there was a token to give up: it was refused, and another may not be. */
  forget(): boolean;
}

type Ask = (question: Question) => Promise<Answer>;

const ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const Token = z.object({
  access_token: z
    .string()
    .max(16_384)
    .regex(/^[\x21-\x7e]+$/),
  expires_in: z.coerce.number().optional(),
});
/** A token is given up so long before its end. */
const MARGIN_MS = 60_000;
const SIGNED_SECONDS = 300;

export function createAuthoriser(auth: AuthPlan, credentials: Credentials, ask: Ask): Authoriser {
  let token: { readonly value: string; readonly until: number } | null = null;
  const secret = (name: string) => {
    const value = credentials[name];
    if (value === undefined || value === "") throw new SourceTrouble("no-credentials");
    return value;
  };
  /** What stands in a header as it is: a line break in it would begin another one. */
  const bare = (name: string) => {
    const value = secret(name).trim();
    if (!/^[\x20-\x7e]+$/.test(value)) throw new SourceTrouble("no-credentials");
    return value;
  };
  const fetchToken = async (form: Record<string, string>, url: string, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams(form).toString();
    const type = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const answer = await ask({ url: new URL(url), method: "POST", headers: { ...type, ...headers }, body });
    return readToken(answer);
  };
  const newToken = async () => {
    switch (auth.kind) {
      case "oauth": {
        const [grant, scope] = [{ grant_type: "client_credentials" }, scopeOf(auth.scope)];
        const inForm = { client_id: auth.user, client_secret: secret("secret") };
        if (auth.tokenAuth === "form") return await fetchToken({ ...grant, ...inForm, ...scope }, auth.tokenUrl);
        const authorization = basic(formEscaped(auth.user), formEscaped(secret("secret")));
        return await fetchToken({ ...grant, ...scope }, auth.tokenUrl, { authorization });
      }
      case "oauth-key": {
        const assertion = await signed(auth, secret("privateKey"));
        const form = { grant_type: "client_credentials", client_id: auth.user, client_assertion_type: ASSERTION };
        return await fetchToken({ ...form, client_assertion: assertion, ...scopeOf(auth.scope) }, auth.tokenUrl);
      }
      case "oauth-jwt": {
        const form = { grant_type: JWT_GRANT, assertion: secret("assertion").trim() };
        const authorization = basic(auth.user, secret("secret"));
        return await fetchToken({ ...form, ...scopeOf(auth.scope) }, auth.tokenUrl, { authorization });
      }
      case "jwt": {
        const value = await signed(auth, secret("privateKey"));
        return { value, until: performance.now() + SIGNED_SECONDS * 1_000 - MARGIN_MS };
      }
      case "none":
      case "basic":
      case "bearer":
      case "header":
      case "query":
        return null;
    }
  };
  return {
    async sign(url) {
      switch (auth.kind) {
        case "none":
          return { url, headers: {} };
        case "basic":
          return { url, headers: { authorization: basic(auth.user, secret("secret")) } };
        case "bearer":
          return { url, headers: { authorization: `Bearer ${bare("secret")}` } };
        case "header":
          return { url, headers: { [auth.name]: bare("secret") } };
        case "query":
          return { url: withKey(url, auth.name, secret("secret").trim()), headers: {} };
        default:
          if (token === null || performance.now() >= token.until) token = await newToken();
          return { url, headers: { authorization: `Bearer ${token?.value ?? ""}` } };
      }
    },
    forget() {
      const had = token !== null;
      token = null;
      return had;
    },
  };
}

function readToken(answer: Answer): { value: string; until: number } {
  // A token endpoint says 400 to a wrong secret as well (RFC 6749, 5.2).
  if (answer.status === 400) throw new SourceTrouble("wrong-credentials");
  judge(answer, new Date());
  let said: unknown;
  try {
    said = JSON.parse(answer.body.toString("utf8"));
  } catch {
    // The reader's words would repeat the answer, and there is a token in it.
    throw new SourceTrouble("protocol-broken");
  }
  const read = Token.safeParse(said);
  if (!read.success) throw new SourceTrouble("protocol-broken");
  const seconds = Math.min(86_400, Math.max(0, read.data.expires_in ?? 300));
  return { value: read.data.access_token, until: performance.now() + Math.max(5_000, seconds * 1_000 - MARGIN_MS) };
}

/** The rest of the query stays as it was written. A link of the service's may hold the key already. */
function withKey(url: URL, name: string, key: string): URL {
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && part.split("=")[0] !== name);
  const signed = new URL(url);
  signed.search = [...kept, `${name}=${encodeURIComponent(key)}`].join("&");
  return signed;
}

/** RFC 6749, 2.3.1: as in a form, before it becomes the name or the password of Basic. */
function formEscaped(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}

function scopeOf(scope: string): Record<string, string> {
  return scope === "" ? {} : { scope };
}

async function signed({ user, keyId, audience, algorithm }: Signed, pem: string): Promise<string> {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new SourceTrouble("no-credentials");
  }
  const header = { alg: algorithm, typ: "JWT", ...(keyId === "" ? {} : { kid: keyId }) };
  const token = new SignJWT({ jti: randomUUID() })
    .setProtectedHeader(header)
    .setIssuer(user)
    .setSubject(user)
    .setIssuedAt()
    .setExpirationTime(`${SIGNED_SECONDS} s`);
  if (audience !== "") token.setAudience(audience);
  return await token.sign(key).catch(() => {
    throw new SourceTrouble("no-credentials");
  });
}
