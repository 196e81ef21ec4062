import { passwordFirst, readSession } from "#server/auth/session.ts";
import { type CompanyContext, reaches } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { findCompany } from "#server/store/companies.ts";
import { UsageError } from "../command.ts";
import { readCliToken } from "./cli-token.ts";
import { withInstallation } from "./installation.ts";

/** The options that every company command takes. */
export const PERSON_OPTIONS = {
  company: { type: "string" },
  as: { type: "string" },
} as const;

/**
 * Runs `work` with the rights of the person named by `--as`, in the company named by `--company`. Throws AppError
 * "not-signed-in" when that person has not signed in here, and "not-found" alike for a company that is none or out of reach.
 */
export async function asPerson<T>(
  options: {
    readonly company?: string | undefined;
    readonly as?: string | undefined;
  },
  work: (ctx: CompanyContext) => Promise<T>,
): Promise<T> {
  const { company: slug, as: email } = options;
  if (slug === undefined) throw new UsageError("Name the company with --company SLUG.");
  if (email === undefined) throw new UsageError("Name the person who acts with --as EMAIL.");
  return await withInstallation(["web"], async (installation) => {
    const token = readCliToken(installation.env.home, email);
    const session = token === null ? null : await readSession(installation, token, null);
    if (session === null) {
      throw new AppError(
        "not-signed-in",
        "This person is not signed in here, or the session has ended. Run: gallra sign-in --as EMAIL, with the password on standard input.",
      );
    }
    if (session.changeForced) throw passwordFirst();
    const sql = installation.sql.web;
    const company = sql === undefined ? null : await findCompany(sql, { slug });
    if (company === null || !reaches(session.actor, company)) {
      throw new AppError("not-found", "There is no such company within this person's reach. Run: gallra company list");
    }
    return await work({ ...installation, actor: session.actor, company });
  });
}
