import type { Actor } from "../context.ts";
import { rightsOf } from "../domain/rights.ts";
import type { SignInOrigin } from "./open-session.ts";

/** Who stands in the audit when somebody tries to sign in and is not let in: no account, no name, no right. */
export function nobody({ via, address }: SignInOrigin): Actor {
  return {
    ...rightsOf("end-user"),
    permissions: new Set(),
    accountId: null,
    name: "not signed in",
    resellerId: null,
    companyId: null,
    sessionId: null,
    via,
    address,
  };
}
