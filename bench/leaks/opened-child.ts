import { companyNamed } from "#bin/acting/company.ts";
import { withInstallation } from "#bin/acting/installation.ts";
import { adminOf } from "#db/testing/admin.ts";
import { readEnv } from "#server/env.ts";
import { attack } from "../erasure/attack.ts";

export interface Opened {
  readonly identifiers: readonly string[];
  readonly texts: readonly string[];
}

// A process of its own, since it opens the home that the environment names with every key of it.
const [slug = ""] = process.argv.slice(2);
await withInstallation(["web"], async (installation) => {
  const company = await companyNamed(installation, slug);
  const admin = adminOf(readEnv().home, "data", "gallra_data");
  try {
    const { identifiers, texts } = await attack(admin, installation.keyring, company.id);
    const opened: Opened = { identifiers: [...identifiers], texts };
    process.stdout.write(JSON.stringify(opened));
  } finally {
    await admin.end();
  }
});
