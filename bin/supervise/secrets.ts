import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { lostSecret, rolesFile } from "#db/cluster-home.ts";
import { writeSecret } from "#db/secret-file.ts";
import { createSecrets, loadSecrets } from "#server/keyring/secrets.ts";

const PLAIN_SECRETS = ["auth.secret", "collector.key", "metrics.token"];
/** What these hold is nothing but access: made anew, whoever uses it must be told the new one. */
const MADE_ANEW = ["auth.secret", "metrics.token"];

/**
 * Makes keys and secrets in a new home. A home is new until the passwords of the database roles were written, which comes
 * after this: from then on a missing key is a loss and is said, never replaced.
 */
export async function ensureSecrets(home: string): Promise<void> {
  if (!existsSync(rolesFile(home))) {
    await createSecrets(home);
    for (const name of PLAIN_SECRETS) {
      if (!existsSync(join(home, "secrets", name)))
        writeSecret(join(home, "secrets", name), randomBytes(32).toString("base64url"));
    }
    return;
  }
  await loadSecrets(home);
  for (const name of MADE_ANEW) {
    if (!existsSync(join(home, "secrets", name)))
      writeSecret(join(home, "secrets", name), randomBytes(32).toString("base64url"));
  }
  // The collector knows files again by its key.
  if (!existsSync(join(home, "secrets", "collector.key"))) throw lostSecret(join(home, "secrets", "collector.key"));
}
