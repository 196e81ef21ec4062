import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lostSecret, rolesFile } from "#db/cluster-home.ts";
import { writeSecret } from "#db/secret-file.ts";
import { createSecrets, loadSecrets } from "#server/keyring/secrets.ts";
import { ALARM_PRIVATE, ALARM_PUBLIC } from "#server/watch/index.ts";
import { COLLECTOR_PRIVATE, COLLECTOR_PUBLIC, newCollectorKey, publicHalfOf } from "#server/sources/index.ts";

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
    for (const pair of SEALING_PAIRS) makeSealingKeys(home, pair);
    return;
  }
  await loadSecrets(home);
  for (const name of MADE_ANEW) {
    if (!existsSync(join(home, "secrets", name)))
      writeSecret(join(home, "secrets", name), randomBytes(32).toString("base64url"));
  }
  // The collector knows files again by its key.
  if (!existsSync(join(home, "secrets", "collector.key"))) throw lostSecret(join(home, "secrets", "collector.key"));
  for (const pair of SEALING_PAIRS) makeSealingKeys(home, pair);
}

/** What opens and what seals: credentials of sources for the collectors, those of alarm messages for the worker. */
const SEALING_PAIRS = [
  [COLLECTOR_PRIVATE, COLLECTOR_PUBLIC],
  [ALARM_PRIVATE, ALARM_PUBLIC],
] as const;

/** A home of an earlier release has none yet. A half that is lost cannot be made again: what it opens must be entered anew. */
function makeSealingKeys(home: string, [opening, sealing]: (typeof SEALING_PAIRS)[number]): void {
  const [opens, seals] = [join(home, "secrets", opening), join(home, "secrets", sealing)];
  if (!existsSync(opens)) {
    if (existsSync(seals)) throw lostSecret(opens);
    writeSecret(opens, newCollectorKey());
  }
  if (!existsSync(seals)) writeSecret(seals, publicHalfOf(readFileSync(opens, "utf8")));
}
