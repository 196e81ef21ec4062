import type { Actor, Context, Installation } from "#server/context.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { readEnv } from "#server/env.ts";
import { type InstallationOptions, openInstallation } from "#server/installation.ts";
import { createLog } from "#server/log.ts";

/** Opens the installation's doors for one command and closes them whatever happens. It logs nothing: the audit does. */
export async function withInstallation<T>(
  roles: InstallationOptions["roles"],
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const log = createLog("cli", () => undefined);
  const installation = await openInstallation(readEnv(), {
    log,
    name: "cli",
    roles,
    connections: 3,
  });
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

/**
 * Whoever may read the home's secrets runs the installation: commands that set it up act as its system administrator, who
 * never sees a number.
 */
export async function asOperator<T>(
  roles: InstallationOptions["roles"],
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return await withInstallation(roles, (installation) => work({ ...installation, actor: operator() }));
}

function operator(): Actor {
  return {
    ...rightsOf("system-administrator"),
    accountId: null,
    name: "operator",
    resellerId: null,
    companyId: null,
    sessionId: null,
    via: "cli",
    address: null,
  };
}
