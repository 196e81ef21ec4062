import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Installation } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { readEnv } from "#server/env.ts";
import { makeBundle } from "#server/maintenance/bundle/make-bundle.ts";
import { companyNames } from "#server/maintenance/bundle/support-bundle.ts";
import { withInstallation } from "../acting/installation.ts";
import { type Command, parseArgs, required } from "../command.ts";

/** Writes the bundle (0600) and says, file by file, what is inside; it works without the clusters, too. */
export const command: Command = {
  name: "support-bundle",
  usage: "-o FILE",
  summary: "writes versions, health, last logs and figures into a zip, without personal data",
  async run(args, io) {
    const { values } = parseArgs(args, { output: { type: "string", short: "o" } });
    const file = resolve(required(values.output, "output", "Name the file with -o FILE."));
    const bundle = await withInstallation(["web", "keeper"], make).catch((error: unknown) => {
      io.note(error instanceof AppError ? error.message : "The clusters cannot be reached: the bundle holds the rest.");
      return make(null);
    });
    try {
      writeFileSync(file, bundle.zip, { mode: 0o600, flag: "wx" });
    } catch (cause) {
      throw new AppError("conflict", "The file exists already or cannot be written. Name another one.", { cause });
    }
    for (const entry of bundle.entries) io.out({ file: entry.name, ...entry, name: undefined });
    return bundle.entries.some((entry) => entry.leftOut.length > 0) ? 1 : 0;
  },
};

async function make(installation: Installation | null) {
  const { home, release, certFile } = readEnv();
  const site = { home, release, now: new Date(), certFile: certFile ?? join(home, "tls", "certificate.pem") };
  return makeBundle({ ...site, installation }, installation === null ? [] : await companyNames(installation));
}
