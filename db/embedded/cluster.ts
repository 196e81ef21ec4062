import { execFile } from "node:child_process";
import { appendFileSync, chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Cluster } from "../clients.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { dataFolder, type Place } from "./place.ts";
import { runningPostmaster } from "./postmaster.ts";
import { clusterSettings, type ClusterSettings } from "./settings.ts";
import { AppError } from "#server/domain/app-error.ts";

export const ADMIN = "postgres";
export const PORTS: Readonly<Record<Cluster, number>> = { data: 5432, keyring: 5433 };

/** Makes a cluster whose superuser has this password; a killed initdb leaves nothing that looks like a cluster. */
export async function makeCluster(
  place: Place,
  cluster: Cluster,
  password: string,
  options: ClusterSettings = {},
): Promise<void> {
  const folder = dataFolder(place, cluster);
  const half = `${folder}.new`;
  const passwordFile = join(place.base, `${cluster}.password`);
  rmSync(half, { recursive: true, force: true });
  try {
    writeOwned(place, passwordFile, password);
    await run(place, "initdb", [
      `--pgdata=${half}`,
      `--username=${ADMIN}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
      ...(options.throwaway === true ? ["--no-sync"] : []),
    ]);
    appendFileSync(join(half, "postgresql.conf"), "\ninclude = 'gallra.conf'\n");
    renameSync(half, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Starts a cluster, or takes over the one that a killed supervisor left running. */
export async function startCluster(place: Place, cluster: Cluster, options: ClusterSettings = {}): Promise<void> {
  const folder = dataFolder(place, cluster);
  checkMajor(folder, findBinaries(place.copyBinariesTo));
  if (runningPostmaster(folder) !== null) return;
  const conf = join(folder, "gallra.conf");
  const settings = clusterSettings(cluster, place.sockets, PORTS[cluster], options);
  // Where the disk is full, what is written anew may end up empty: a file that says the right thing is left alone.
  if (!existsSync(conf) || readFileSync(conf, "utf8") !== settings) writeOwned(place, conf, settings);
  const log = join(place.base, `${cluster}-start.log`);
  writeOwned(place, log, "");
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      await run(place, "pg_ctl", [
        "start",
        "--wait",
        "--silent",
        "--timeout=120",
        `--pgdata=${folder}`,
        `--log=${log}`,
      ]);
      return;
    } catch (error) {
      // A predecessor that is still going down holds the folder for a moment.
      if (runningPostmaster(folder) !== null && (await isReady(place, folder))) return;
      if (Date.now() > until || !isHeld(log)) throw startFailure(place, cluster, log, error);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/**
 * Stops a cluster and waits; what runs in it is rolled back. A cluster that does not run is stopped already. `immediate`
 * writes nothing any more, for one that is thrown away.
 */
export async function stopCluster(place: Place, cluster: Cluster, mode: "fast" | "immediate" = "fast"): Promise<void> {
  const folder = dataFolder(place, cluster);
  if (runningPostmaster(folder) === null) return;
  await run(place, "pg_ctl", ["stop", `--mode=${mode}`, "--wait", "--silent", "--timeout=60", `--pgdata=${folder}`]);
}

function isHeld(log: string): boolean {
  return /lock file|shared memory block|another server/i.test(readFileSync(log, "utf8"));
}

async function isReady(place: Place, folder: string): Promise<boolean> {
  try {
    await run(place, "pg_ctl", ["status", `--pgdata=${folder}`]);
    return true;
  } catch {
    return false;
  }
}

/** Postgres gets an empty environment: `COPY FROM PROGRAM 'env'` would show it. Throws AppError when the disk is full. */
async function run(place: Place, program: string, args: readonly string[]): Promise<void> {
  const { folder } = findBinaries(place.copyBinariesTo);
  const env = { PATH: "/usr/bin:/bin" } as unknown as NodeJS.ProcessEnv;
  try {
    await promisify(execFile)(join(folder, program), [...args], { cwd: place.base, env, ...place.owner });
  } catch (cause) {
    const said = String((cause as { stderr?: unknown }).stderr ?? "");
    if (/no space left|disk quota/i.test(said)) throw diskFull(place, cause);
    throw new AppError(
      "unavailable",
      `PostgreSQL's ${program} failed: ${said.trim().split("\n").at(-1) ?? "it said nothing"}`,
      { cause },
    );
  }
}

function diskFull(place: Place, cause: unknown): AppError {
  return new AppError("unavailable", `The disk that holds ${place.base} is full. Free some space and start again.`, {
    cause,
  });
}

function writeOwned(place: Place, file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  if (place.owner !== null) chownSync(file, place.owner.uid, place.owner.gid);
}

function checkMajor(folder: string, binaries: Binaries): void {
  const file = join(folder, "PG_VERSION");
  const major = existsSync(file) ? Number(readFileSync(file, "utf8")) : Number.NaN;
  if (major === binaries.major) return;
  throw new AppError(
    "unavailable",
    `The databases in ${folder} were made by PostgreSQL ${major}, this release carries ${binaries.major}. Start the release of Gallra that made them, or restore a backup.`,
  );
}

function startFailure(place: Place, cluster: Cluster, log: string, cause: unknown): AppError {
  const text = existsSync(log) ? readFileSync(log, "utf8") : "";
  const fatal = /(?:FATAL|PANIC): +(.*)/.exec(text)?.[1] ?? "see the log";
  if (/no space left/i.test(text)) return diskFull(place, cause);
  return new AppError(
    "unavailable",
    `The ${cluster} database does not start (${fatal}). The whole message is in ${log}.`,
    { cause },
  );
}
