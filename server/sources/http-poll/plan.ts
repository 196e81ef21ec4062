import type { Trust } from "../http/secure.ts";

/** What is asked, whole: of a preset with what a person set of it, or a person's own. */
export interface Plan {
  /** URL with `{from}`, `{to}`, `{cursor}`, `{page}`, `{offset}` in its path and query. */
  readonly url: string;
  readonly auth: AuthPlan;
  readonly paging: Paging;
  readonly times: TimeForm;
  /** Seconds before the last question that are asked for again: records that came late. */
  readonly overlapSeconds: number;
  readonly everySeconds: number;
  /** The longest span of one question. */
  readonly windowHours: number;
  /** How far back the first question reaches. */
  readonly firstDays: number;
  readonly trust: Trust;
  /** Whether http without TLS is accepted. */
  readonly plain: boolean;
}

export type TimeForm = "iso" | "date" | "unix" | "unix-ms";

/** `link`: names of members, from the outside in, that lead to the next page's address. `cursor`: to what the next question says. */
export type Paging =
  | { readonly kind: "none" }
  | { readonly kind: "link"; readonly path: readonly string[] }
  | { readonly kind: "page"; readonly first: number }
  | { readonly kind: "offset" }
  | { readonly kind: "cursor"; readonly path: readonly string[] };

/**
 * How one signs in. `oauth`: client credentials with a secret; `oauth-key`: with an assertion signed by a key (RFC 7523, 2.2);
 * `oauth-jwt`: an assertion that the service has issued (RFC 7523, 2.1); `jwt`: a token of one's own, signed by a key; `header` and
 * `query`: a key that the service issued, in a header or behind the address.
 */
export type AuthPlan =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly user: string }
  | { readonly kind: "bearer" }
  | { readonly kind: "header" | "query"; readonly name: string }
  | (Fetched & { readonly kind: "oauth"; readonly tokenAuth: "form" | "basic" })
  | (Fetched & { readonly kind: "oauth-jwt" })
  | (Fetched & Signed & { readonly kind: "oauth-key" })
  | (Signed & { readonly kind: "jwt" });

interface Fetched {
  readonly user: string;
  readonly tokenUrl: string;
  readonly scope: string;
}

export interface Signed {
  /** Issuer and subject of what is signed. */
  readonly user: string;
  readonly keyId: string;
  readonly audience: string;
  readonly algorithm: string;
}
