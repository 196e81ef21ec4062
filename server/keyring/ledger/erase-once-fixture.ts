import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { connect } from "#db/clients.ts";
import { readClusterHome } from "#db/cluster-home.ts";
import { loadSecrets, openIntent, openKeyring } from "../index.ts";
import { wanted } from "../test-keyring.ts";

// A process of its own that erases one subject of company 8 and is killed on the way: argv is the home and the subject id.
const [, , home = "", subject = ""] = process.argv;
const clusters = readClusterHome(home);
const { rootKey, signing } = await loadSecrets(home);
const sql = { web: connect(clusters, "keyring", "web", { max: 1 }) };
const clock = () => new Date("2026-06-15T10:00:00Z");
const k = await openKeyring({ sql, rootKey, signing, ledgerDir: join(home, "ledger"), clock });
await openIntent(k, 8, {
  intentId: randomUUID(),
  subjectIds: [Buffer.from(subject, "hex")],
  watermarks: [wanted("+46701740605")],
  before: clock(),
  until: "2027-06-15",
});
