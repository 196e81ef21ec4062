import { join } from "node:path";
import type { Installation } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { HEALTH_SENTENCES } from "#server/domain/health.ts";
import { readEnv } from "#server/env.ts";
import { runChecks, worstOf } from "#server/maintenance/health/run-checks.ts";
import { withInstallation } from "../acting/installation.ts";
import { type Command, parseArgs } from "../command.ts";

/** Looks at the home and both clusters with the checks of the health page; a line a check, exit code 1 when one is bad. */
export const command: Command = {
  name: "doctor",
  usage: "",
  summary: "checks processes, clusters, keys, ledger, clocks, clean-up, queue, disk and certificate",
  async run(args, io) {
    parseArgs(args, {});
    const look = (installation: Installation | null) => check(installation);
    const results = await withInstallation(["web", "keeper"], look).catch(async (error: unknown) => {
      if (error instanceof AppError) io.note(error.message);
      return await look(null);
    });
    for (const { id, state, sentence, figures } of results) {
      const advice = state === "ok" ? null : HEALTH_SENTENCES[sentence];
      io.out({ check: id, state, ok: state !== "bad", advice, figures });
    }
    return worstOf(results) === "bad" ? 1 : 0;
  },
};

function check(installation: Installation | null) {
  const { home, release, certFile } = readEnv();
  const file = certFile ?? join(home, "tls", "certificate.pem");
  return runChecks({ home, release, now: new Date(), certFile: file, installation });
}
