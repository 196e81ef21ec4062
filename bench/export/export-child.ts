import { readEnv } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import { createLog } from "#server/log.ts";
import { runExport } from "#server/privacy/run-export.ts";
import { findCompany } from "#server/store/index.ts";

// Carries out one export as the worker does, and says how much memory it took at most.
const [slug = "", exportId = ""] = process.argv.slice(2);
const installation = await openInstallation(readEnv(), {
  log: createLog("bench", () => undefined),
  name: "bench",
  roles: ["web"],
  connections: 4,
});
const { web } = installation.sql;
const company = web === undefined ? null : await findCompany(web, { slug });
if (company === null) throw new Error("no company");
const baseMb = process.resourceUsage().maxRSS / 1024;
await runExport({ ...installation, company }, exportId);
process.stdout.write(JSON.stringify({ peakMb: process.resourceUsage().maxRSS / 1024, baseMb }));
await installation.close();
