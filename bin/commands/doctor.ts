import { statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Installation } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { readEnv } from "#server/env.ts";
import { keyringStatus, loadSecrets, verifyLedger } from "#server/keyring/index.ts";
import { withInstallation } from "../acting/installation.ts";
import { type Command, parseArgs } from "../command.ts";

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  /** What is wrong and what to do; null when all is well. */
  readonly advice: string | null;
}

/** Looks at the home and both clusters; a line a check, exit code 1 when something needs a hand. */
export const command: Command = {
  name: "doctor",
  usage: "",
  summary: "checks secrets, ledger, clusters, clocks, clean-up and disk",
  async run(args, io) {
    parseArgs(args, {});
    const { home } = readEnv();
    const findings = [...secretFiles(home), diskSpace(home), await ledger(home)];
    findings.push(...(await clusters()));
    for (const finding of findings) io.out(finding);
    return findings.every((finding) => finding.ok) ? 0 : 1;
  },
};

const SECRETS = ["root.jwk", "signing.jwk", "roles.json", "clusters.json"];

function secretFiles(home: string): Finding[] {
  return SECRETS.map((name) => {
    const check = `secrets/${name}`;
    try {
      const open = (statSync(join(home, "secrets", name)).mode & 0o077) !== 0;
      return finding(check, !open, "Others may read this file. Run: chmod 600 on it.");
    } catch {
      return finding(
        check,
        false,
        "The file is missing or unreadable. Put it back from its copy, or run npm start in a new home.",
      );
    }
  });
}

const LEAST_FREE = 2 * 1024 ** 3;

function diskSpace(home: string): Finding {
  try {
    const { bavail, bsize } = statfsSync(home);
    return finding(
      "disk",
      bavail * bsize > LEAST_FREE,
      "Less than 2 GiB are free where the home lies. Make room before collection has to stop.",
    );
  } catch {
    return finding("disk", false, "The home cannot be read. Name it with GALLRA_HOME, or run npm start.");
  }
}

async function ledger(home: string): Promise<Finding> {
  try {
    const { signing } = await loadSecrets(home);
    const verdict = await verifyLedger(join(home, "ledger"), { publicJwk: signing.publicJwk });
    return finding(
      "ledger",
      verdict.ok,
      "The record of destructions is not whole. Put it back from its copy; gallra ledger verify names the line.",
    );
  } catch (error) {
    return finding("ledger", false, error instanceof AppError ? error.message : "The ledger cannot be read.");
  }
}

async function clusters(): Promise<Finding[]> {
  try {
    return await withInstallation(["web", "keeper"], async (installation) => [
      finding("clusters", true, ""),
      await clocks(installation),
      ...(await keyring(installation)),
    ]);
  } catch (error) {
    const advice =
      error instanceof AppError
        ? error.message
        : "The databases cannot be reached. Is Gallra running? npm start starts it.";
    return [finding("clusters", false, advice)];
  }
}

const MOST_APART_MS = 60_000;

async function clocks({ sql, keyring: k, clock }: Installation): Promise<Finding> {
  const ask = async (door: Installation["sql"]["web"]) => {
    const [row] = door === undefined ? [] : await door`select clock_timestamp() as at`;
    return (row?.["at"] as Date | undefined)?.getTime() ?? 0;
  };
  const times = [clock().getTime(), await ask(sql.web), await ask(k.sql.web)];
  const apart = Math.max(...times) - Math.min(...times);
  return finding(
    "clocks",
    apart < MOST_APART_MS,
    "The clocks of the machines differ by more than a minute. Nothing is destroyed until they agree: check the time service.",
  );
}

const SWEEP_EVERY_MS = 24 * 3_600_000;

async function keyring({ keyring: k, clock }: Installation): Promise<Finding[]> {
  const status = await keyringStatus(k);
  const late = status.lastSweepAt !== null && clock().getTime() - status.lastSweepAt.getTime() > SWEEP_EVERY_MS;
  return [
    finding(
      "keyring and ledger",
      status.ledger.seen === status.ledger.onDisk,
      "The keyring and the ledger disagree. Start Gallra: it replays the ledger before it serves anything.",
    ),
    finding("clean-up", !late, "The last sweep is more than a day old. Look at the worker, then run: gallra sweep."),
  ];
}

function finding(check: string, ok: boolean, advice: string): Finding {
  return { check, ok, advice: ok ? null : advice };
}
