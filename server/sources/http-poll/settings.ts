import { z } from "zod";
import { certificatePin } from "../machine/fingerprint.ts";
import { fillUrl, isTemplate } from "./fill-url.ts";
import { secretInQuery } from "./secret-in-url.ts";
import { PRESET_IDS } from "./presets/catalogue.ts";

const SERVERS = ["own", ...PRESET_IDS] as const;
/** How a person signs in to an interface of one's own. */
export const AUTH_KINDS = [
  "none",
  "basic",
  "bearer",
  "header",
  "query",
  "oauth",
  "oauth-key",
  "oauth-jwt",
  "jwt",
] as const;
/** Headers that say how the question travels, and to whom, are not a person's. */
const OWN_HEADERS =
  /^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|accept-encoding|cookie)$/i;
const PATH = z
  .string()
  .max(200)
  .regex(/^[^/\s]+(\/[^/\s]+)*$/, "must be names of members with / between them, e.g. navigation/nextPage/uri");

/** What a person sets of an interface that is asked. Names that say with whom the source speaks end in Url, or are `server`. */
export const httpPollSettings = z
  .strictObject({
    server: z.enum(SERVERS).default("own"),
    /** Of one's own: the whole question. Of a preset: another origin than the usual one. */
    url: z.string().max(2_000).default(""),
    account: z
      .string()
      .max(200)
      .regex(/^[\w.~@+-]*$/, "must be the account's id")
      .default(""),
    auth: z.enum(AUTH_KINDS).default("none"),
    user: z.string().max(300).default(""),
    tokenUrl: z.string().max(2_000).default(""),
    /** Where the client's secret stands when a token is fetched (RFC 6749, 2.3.1). */
    tokenAuth: z.enum(["form", "basic"]).default("form"),
    /** Of a key: the header or the parameter that holds it. */
    keyName: z
      .string()
      .max(100)
      .regex(/^[\w.-]*$/, "must be the name of a header or of a parameter")
      .refine((text) => !OWN_HEADERS.test(text), "is a header of the connection's own")
      .default(""),
    scope: z.string().max(1_000).default(""),
    audience: z.string().max(1_000).default(""),
    keyId: z.string().max(300).default(""),
    algorithm: z.enum(["RS256", "PS256", "ES256"]).default("RS256"),
    paging: z.enum(["none", "link", "page", "offset", "cursor"]).default("none"),
    pagingPath: PATH.or(z.literal("")).default(""),
    times: z.enum(["iso", "date", "unix", "unix-ms"]).default("iso"),
    overlapSeconds: z.int().min(0).max(1_209_600).nullable().default(null),
    everySeconds: z.int().min(10).max(86_400).nullable().default(null),
    windowHours: z.int().min(1).max(2_160).nullable().default(null),
    firstDays: z.int().min(0).max(400).default(1),
    trust: z.enum(["authority", "pin"]).default("authority"),
    pin: z.literal("").or(certificatePin).default(""),
    plain: z.boolean().default(false),
  })
  .superRefine((given, check) => {
    const wrong = (path: string, message: string) => check.addIssue({ code: "custom", path: [path], message });
    if (given.server === "own") {
      if (!isTemplate(given.url)) wrong("url", "must be a whole address, with placeholders behind the host only");
      if (/^oauth/.test(given.auth) && given.tokenUrl === "") wrong("tokenUrl", "is missing");
      if (/^(link|cursor)$/.test(given.paging) && given.pagingPath === "") wrong("pagingPath", "is missing");
      for (const kind of ["page", "offset", "cursor"])
        if (given.paging === kind && !given.url.includes(`{${kind}}`)) wrong("url", `lacks the placeholder {${kind}}`);
    } else if (given.account === "") wrong("account", "is missing");
    if (given.server === "own" && NEEDS_USER.test(given.auth) && given.user === "") wrong("user", "is missing");
    if (given.server === "own" && /^(header|query)$/.test(given.auth) && given.keyName === "")
      wrong("keyName", "is missing");
    for (const name of ["url", "tokenUrl"] as const) {
      const why = given[name] === "" ? null : refusedUrl(given[name], given.plain);
      if (why !== null) wrong(name, why);
    }
  });

const NEEDS_USER = /^(basic|oauth.*|jwt)$/;

export type HttpPollSettings = z.infer<typeof httpPollSettings>;

function refusedUrl(template: string, plain: boolean): string | null {
  const filled = fillUrl(template, { account: "a", from: "0", to: "0", cursor: "0", page: "0", offset: "0" });
  if (!URL.canParse(filled)) return "is no address";
  const { protocol, username, password, hash } = new URL(filled);
  if (username !== "" || password !== "") return "must not hold a user or a password";
  if (hash !== "") return "must not have a # part";
  const secret = secretInQuery(template);
  if (secret !== null)
    return `seems to hold a secret as ${secret}, and addresses are shown: leave it out, choose a key behind the address to sign in by, and enter it as the secret, which is sealed`;
  if (protocol === "https:" || (protocol === "http:" && plain)) return null;
  return protocol === "http:" ? "is not encrypted: use https, or allow plain HTTP" : "must begin with https://";
}
