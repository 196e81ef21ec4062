import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportView,
  fetchExport,
  freezeSelection,
  issueExportLink,
  readExport,
  requestExport,
} from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { follow } from "../acting/progress.ts";
import { readSought, SOUGHT_OPTIONS } from "../acting/sought.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

/** What the page's export does: frozen, written by the worker, fetched once, proven by count and hash. */
export const command: Command = {
  name: "export",
  usage:
    "--company SLUG --as EMAIL (--number - | --ssn -) [--format csv|csv-exact|json] [--tier TIER]... [--from DAY] [--to DAY] -o FILE",
  summary: "writes the calls of a number into a file",
  async run(args, io) {
    const { values } = parseArgs(args, {
      ...PERSON_OPTIONS,
      ...SOUGHT_OPTIONS,
      format: { type: "string", default: "csv" },
      output: { type: "string", short: "o" },
    });
    const format = EXPORT_FORMATS.find((one) => one === values.format);
    if (format === undefined) throw new UsageError(`--format is one of ${EXPORT_FORMATS.join(", ")}.`);
    const file = values.output;
    if (file === undefined) throw new UsageError("Name the file with -o FILE.");
    const sought = await readSought(values, io);
    return await asPerson(values, async (ctx) => {
      io.out(await exportTo(ctx, sought, format, file, io));
      return 0;
    });
  },
};

async function exportTo(
  ctx: CompanyContext,
  sought: Awaited<ReturnType<typeof readSought>>,
  format: ExportFormat,
  file: string,
  io: Io,
) {
  const selection = await freezeSelection(ctx, sought);
  const { exportId } = await requestExport(ctx, { selectionId: selection.selectionId, format, otherParties: "masked" });
  const done = await follow(() => readExport(ctx, { exportId }), ended, progress, io.note);
  if (done.state !== "ready") throw new AppError("unavailable", done.problem ?? `The export ended as ${done.state}.`);
  const { token } = await issueExportLink(ctx, { exportId });
  const opened = await fetchExport(ctx, { exportId, token });
  const partial = `${file}.part`;
  try {
    await pipeline(opened.stream, createWriteStream(partial, { mode: 0o600, flags: "w" }));
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new AppError("unavailable", "The file could not be written. Check the folder and the space on the disk.", {
      cause,
    });
  }
  return { exportId, file, format, rows: done.rowsDone, bytes: opened.bytes, sha256: opened.sha256 };
}

function ended(view: ExportView): boolean {
  return view.state !== "waiting" && view.state !== "running";
}

function progress(view: ExportView): string {
  return `${view.state}: ${view.rowsDone} of ${view.rowsTotal}`;
}
