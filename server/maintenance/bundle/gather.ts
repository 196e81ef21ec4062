import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { door } from "../../context.ts";
import { keyringMigrations, keyringStatus } from "../../keyring/index.ts";
import { dataMigrations, tableFigures } from "../../store/cluster-figures.ts";
import { jobFigures, listJobKeepings, listJobPauses } from "../../store/jobs.ts";
import { listProcesses } from "../../store/processes.ts";
import { runChecks } from "../health/run-checks.ts";
import type { HealthSite } from "../health/site.ts";
import { lastLines } from "../logs/last-lines.ts";
import { type LogName, logFileName, readLogName, SERVICES } from "../logs/log-name.ts";

export interface BundlePart {
  readonly name: string;
  readonly what: string;
  readonly text: string;
}

/** Everything that goes into a bundle, as it is; it is redacted afterwards. A part that cannot be had says so. */
export async function gatherParts(site: HealthSite): Promise<BundlePart[]> {
  const { installation } = site;
  const from = <T>(ask: (open: NonNullable<typeof installation>) => Promise<T>) =>
    installation === null ? Promise.resolve("the clusters could not be opened") : ask(installation);
  const parts: [name: string, what: string, ask: () => Promise<unknown>][] = [
    ["versions.json", "releases of Gallra, Node and the system", async () => versions(site)],
    ["settings.json", "settings, without addresses and secrets", async () => settings(site)],
    ["health.json", "what the health page says", () => runChecks(site)],
    [
      "processes.json",
      "processes, their releases and since when they run",
      () => from((open) => listProcesses(door(open, "web"))),
    ],
    [
      "migrations.json",
      "migrations of this release",
      async () => ({ data: dataMigrations(), keyring: keyringMigrations() }),
    ],
    ["tables.json", "sizes and estimated rows of the tables", () => from((open) => tableFigures(door(open, "web")))],
    ["jobs.json", "counts of jobs, pauses and rules", () => from((open) => jobs(open))],
    ["keyring.json", "how the keyring stands; no key", () => from((open) => keyring(open))],
  ];
  const told = await Promise.all(parts.map(async ([name, what, ask]) => ({ name, what, text: await textOf(ask) })));
  return [...told, ...(await logs(site.home))];
}

async function textOf(ask: () => Promise<unknown>): Promise<string> {
  try {
    return `${JSON.stringify(await ask(), null, 2)}\n`;
  } catch {
    return `${JSON.stringify("could not be asked")}\n`;
  }
}

function versions({ release }: HealthSite) {
  const { platform, arch, version } = process;
  return { gallra: release, node: version, platform, arch };
}

/** Whether a setting is made, not what it names: a host or a path says who it is. */
function settings({ installation }: HealthSite) {
  if (installation === null) return {};
  const { host, port, httpPort, metricsPort, certFile } = installation.env;
  return {
    listensOnlyHere: host === "127.0.0.1" || host === "localhost" || host === "::1",
    port,
    httpPort: httpPort ?? null,
    metricsPort: metricsPort ?? null,
    ownCertificate: certFile !== undefined,
  };
}

async function jobs(open: NonNullable<HealthSite["installation"]>) {
  const web = door(open, "web");
  const pauses = (await listJobPauses(web)).map(({ name, pausedAt, pausedUntil, endedAt }) => ({
    name,
    pausedAt,
    pausedUntil,
    endedAt,
  }));
  return { figures: await jobFigures(web), pauses, keeping: await listJobKeepings(web) };
}

async function keyring(open: NonNullable<HealthSite["installation"]>) {
  const { ledger, lastSweepAt, unscrubbed, inboxDays } = await keyringStatus(open.keyring);
  return { ledger, lastSweepAt, unscrubbed, inboxDays };
}

const LAST_LINES = 2_000;

/** The last lines of each service, of its two newest files. */
async function logs(home: string): Promise<BundlePart[]> {
  const folder = join(home, "logs");
  const names = (await readdir(folder).catch(() => [])).map(readLogName).filter((name) => name !== null);
  const parts: BundlePart[] = [];
  for (const service of SERVICES) {
    const own = names.filter((name) => name.service === service).sort((a, b) => (order(a) < order(b) ? -1 : 1));
    if (own.length === 0) continue;
    const lines: string[] = [];
    for (const name of own.slice(-2))
      lines.push(...(await lastLines(join(folder, logFileName(name)), name.packed, LAST_LINES)));
    parts.push({
      name: `logs/${service}.log`,
      what: `the last lines of ${service}`,
      text: `${lines.slice(-LAST_LINES).join("\n")}\n`,
    });
  }
  return parts;
}

function order({ day, part }: LogName): string {
  return `${day} ${String(part).padStart(4, "0")}`;
}
