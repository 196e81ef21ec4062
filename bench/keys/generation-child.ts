import { readEnv } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import { type GenerationKind, runGeneration } from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";

// A process of its own that carries out a generation, to be killed on the way: GALLRA_HOME and the kind.
const kind: GenerationKind = process.env["GENERATION_KIND"] === "root" ? "root" : "generation";
const log = createLog("bench", () => undefined);
const installation = await openInstallation(readEnv(), { log, name: "generation", roles: ["web", "keeper"] });
await runGeneration(installation.keyring, kind);
await installation.close();
process.exit(0);
