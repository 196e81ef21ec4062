import { setTimeout as wait } from "node:timers/promises";
import { publishInboxKeys } from "#server/collect/index.ts";
import type { Installation } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { listSegments } from "#server/inbox/index.ts";
import { ingestInbox, openIngest } from "#server/ingest/index.ts";
import { isWarning, SOURCE_PROBLEMS } from "#server/sources/index.ts";
import { findCompany, listCompanies } from "#server/store/companies.ts";
import { listSources, type SourceRow } from "#server/store/sources.ts";
import { countWaiting } from "#server/store/transfers.ts";
import { createLog } from "#server/log.ts";
import { collectOnce, type CollectedSource } from "#workers/collector/collect-once.ts";
import { type CollectorContext, openCollector } from "#workers/collector/collector-context.ts";
import { withCompany } from "#db/with-company.ts";
import { withInstallation } from "../acting/installation.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";
import { collectAtEdge } from "../edge/collect-at-edge.ts";

export const command: Command = {
  name: "collect",
  usage: [
    "--once [--company SLUG] [--source ID]   (sources that were stopped are left out, unless named by --source)",
    "--portal URL [--code CODE|-] [--limit-gib 4]   (at a customer's site, with a home of its own; the code once)",
  ].join("\n"),
  summary: "collects what the sources have now; with --portal it is the collector at a customer's site",
  async run(args, io) {
    const { values } = parseArgs(args, {
      once: { type: "boolean", default: false },
      company: { type: "string" },
      source: { type: "string" },
      portal: { type: "string" },
      code: { type: "string" },
      "limit-gib": { type: "string" },
    });
    if (values.portal !== undefined) return await atEdge({ ...values, portal: values.portal }, io);
    if (!values.once) throw new UsageError("Say collect --once. The collector itself runs with npm start.");
    const sourceId = values.source === undefined ? null : Number(values.source);
    if (sourceId !== null && (!Number.isInteger(sourceId) || values.company === undefined)) {
      throw new UsageError("--source is the number of a source of --company.");
    }
    return await withInstallation(["ingest", "keeper"], async (installation) => {
      await publishInboxKeys(installation);
      const collector = openCollector(
        installation.env,
        createLog("cli", () => undefined),
      );
      try {
        const wanted = await sourcesWanted(collector, values.company, sourceId, io);
        return await collectAndStore(installation, collector, wanted, io);
      } finally {
        await collector.close();
      }
    });
  },
};

interface EdgeValues {
  readonly portal: string;
  readonly once: boolean;
  readonly company?: string | undefined;
  readonly source?: string | undefined;
  readonly code?: string | undefined;
  readonly "limit-gib"?: string | undefined;
}

/** What an edge collects the portal says. */
async function atEdge(values: EdgeValues, io: Io): Promise<number> {
  if (values.once || values.company !== undefined || values.source !== undefined)
    throw new UsageError("--portal goes with --code and --limit-gib alone: the portal says which sources run here.");
  const gib = values["limit-gib"] === undefined ? undefined : Number(values["limit-gib"]);
  if (gib !== undefined && !(gib > 0 && gib <= 10_000)) throw new UsageError("--limit-gib is a number of gibibytes.");
  const limitBytes = gib === undefined ? undefined : Math.ceil(gib * 1_073_741_824);
  return await collectAtEdge({ portal: values.portal, code: values.code, limitBytes }, io);
}

/** Ingest runs beside collection, as the inbox holds only so much of a source; a running worker may take part. */
async function collectAndStore(
  installation: Installation,
  collector: CollectorContext,
  wanted: SourceRow[],
  io: Io,
): Promise<number> {
  const ingest = openIngest(installation);
  const ending = new AbortController();
  const totals = { records: 0, duplicates: 0, undefinedLines: 0 };
  let failures = 0;
  const storing = (async () => {
    for (;;) {
      const last = ending.signal.aborted;
      const stored = await ingestInbox(ingest, collector.inbox);
      totals.records += stored.records;
      totals.duplicates += stored.duplicates;
      totals.undefinedLines += stored.undefinedLines;
      failures = stored.failed > 0 ? failures + 1 : 0;
      if (last && ((await waiting(collector, wanted)) === 0 || failures > 3)) return;
      if (stored.segments === 0) await wait(100);
    }
  })();
  const collected: CollectedSource[] = [];
  const never = new AbortController().signal;
  try {
    for (const row of wanted) collected.push(await collectOnce(collector, row, never));
  } finally {
    ending.abort();
    await storing;
  }
  for (const { companyId, sourceId, by, problem: told, bytes, files, frames, errors } of collected) {
    const [problem, warning] = isWarning(told) ? [null, told] : [told, null];
    io.out({ companyId, sourceId, by, problem, warning, bytes, files, frames, errors });
    if (told !== null) io.note(`${sourceId}: ${warning === null ? "" : "warning: "}${SOURCE_PROBLEMS[told]}`);
  }
  io.note(`records=${totals.records} duplicates=${totals.duplicates} undefined=${totals.undefinedLines}`);
  const parts = await waitingParts(collector, wanted);
  if (parts > 0) io.note(`${parts} ${parts === 1 ? "part of a call waits" : "parts of calls wait"} for the rest.`);
  const left = await waiting(collector, wanted);
  if (left > 0)
    throw new AppError("unavailable", `${left} segments could not be stored and wait in the inbox. Run: gallra doctor`);
  return collected.some(({ problem }) => problem !== null && !isWarning(problem)) ? 1 : 0;
}

async function waitingParts(collector: CollectorContext, wanted: readonly SourceRow[]): Promise<number> {
  let parts = 0;
  for (const companyId of new Set(wanted.map((row) => row.companyId))) {
    const ids = wanted.filter((row) => row.companyId === companyId).map((row) => row.id);
    parts += await withCompany(collector.sql, companyId, (tx) => countWaiting(tx, companyId, ids));
  }
  return parts;
}

async function waiting(collector: CollectorContext, wanted: readonly SourceRow[]): Promise<number> {
  const names = new Set(wanted.map((row) => `${row.companyId} ${row.id}`));
  return (await listSegments(collector.inbox)).filter((ref) => names.has(`${ref.companyId} ${ref.sourceId}`)).length;
}

async function sourcesWanted(
  collector: CollectorContext,
  slug: string | undefined,
  sourceId: number | null,
  io: Io,
): Promise<SourceRow[]> {
  const one = slug === undefined ? null : await findCompany(collector.sql, { slug });
  if (slug !== undefined && one === null)
    throw new AppError("not-found", "There is no such company. Run: gallra company list");
  const rows: SourceRow[] = [];
  for (const company of one === null ? await listCompanies(collector.sql) : [one]) {
    rows.push(...(await withCompany(collector.sql, company.id, (tx) => listSources(tx, company.id))));
  }
  if (sourceId !== null) {
    const named = rows.filter((row) => row.id === sourceId);
    if (named.length === 0)
      throw new AppError("not-found", "There is no such source. Run: gallra source list --company SLUG");
    return named;
  }
  const wanted = rows.filter((row) => row.state !== "stopped" || wasNeverStarted(row));
  const stopped = rows.length - wanted.length;
  if (stopped > 0) io.note(`${stopped} stopped sources are left out.`);
  return wanted;
}

/** A source nobody has started or stopped yet: asking for it by hand is a start for this once. */
function wasNeverStarted(row: SourceRow): boolean {
  return row.stateSince.getTime() === row.createdAt.getTime();
}
