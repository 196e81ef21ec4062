import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { downloadLines, listLines, openLines, showUndefined } from "#server/privacy/index.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { runVerb, type Verb } from "../acting/verbs.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";
import { needed, periodOf, readingOf, sourceOf } from "../options.ts";
import { retryLines } from "./undefined/retry.ts";

const OPTIONS = {
  source: { type: "string" },
  day: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  reason: { type: "string" },
  limit: { type: "string", default: "50" },
  purpose: { type: "string" },
  driver: { type: "string" },
  option: { type: "string", multiple: true },
  layout: { type: "string" },
  yes: { type: "boolean", default: false },
  format: { type: "string", default: "bytes" },
  output: { type: "string", short: "o" },
} as const;

/** Lines no driver understood, as their page shows them, tries them again and hands them out. */
export const command: Command = {
  name: "undefined",
  usage: [
    "list --company SLUG --as EMAIL",
    "show --company SLUG --as EMAIL --source ID --day DAY [--reason TEXT] [--limit N] [--purpose TEXT]",
    "retry --company SLUG --as EMAIL --source ID --from DAY [--to DAY] --driver ID [--option K=V]... [--layout ID:VERSION] [--yes]",
    "download --company SLUG --as EMAIL --source ID --day DAY --purpose TEXT [--format bytes|json] -o FILE",
  ].join("\n"),
  summary: "shows lines no driver understood, reads them again with another one, and writes a day of them into a file",
  async run(args, io) {
    const typed = parseArgs(args, { ...PERSON_OPTIONS, ...OPTIONS });
    return await runVerb(VERBS, typed, "Say one of: undefined list, show, retry, download.", io);
  },
};

const VERBS: Readonly<Record<string, Verb>> = {
  list: () => async (ctx, io) => {
    const { days, sources } = await showUndefined(ctx);
    const names = new Map(sources.map(({ id, name }) => [id, name]));
    for (const { lastAt: _, ...day } of days) io.out({ ...day, source: names.get(day.sourceId) ?? null });
  },
  show: (values) => {
    const of = { sourceId: sourceOf(values), day: needed(values, "day") };
    const limit = Number(values["limit"]);
    const { reason, purpose } = values;
    return async (ctx, io) => {
      const asked = { ...of, limit, ...(typeof reason === "string" ? { reason } : {}) };
      const { lines, next } = await listLines(ctx, asked);
      for (let at = 0; at < lines.length; at += LINES_AT_ONCE) {
        const some = lines.slice(at, at + LINES_AT_ONCE);
        if (typeof purpose !== "string") for (const line of some) io.out(line);
        else await showOpened(ctx, some, purpose, io);
      }
      if (next !== null) io.note("there are more: raise --limit, up to 200, or download the day");
    };
  },
  retry: (values) => {
    const asked = { sourceId: sourceOf(values), ...periodOf(values), ...readingOf(values) };
    return (ctx, io) => retryLines(ctx, asked, values["yes"] === true, io);
  },
  download: (values) => {
    const of = { sourceId: sourceOf(values), day: needed(values, "day"), purpose: needed(values, "purpose") };
    const file = needed(values, "output");
    const format = values["format"] === "json" ? "json" : "bytes";
    if (values["format"] !== format) throw new UsageError("--format is bytes or json.");
    return async (ctx, io) => writeFile(await downloadLines(ctx, { ...of, format }), file, io);
  },
};

/** As many as are opened with one row of the audit. */
const LINES_AT_ONCE = 20;

async function showOpened(
  ctx: CompanyContext,
  lines: readonly { readonly id: string }[],
  purpose: string,
  io: Io,
): Promise<void> {
  const opened = await openLines(ctx, { ids: lines.map(({ id }) => id), purpose });
  const texts = new Map(opened.lines.map((line) => [line.id, line]));
  for (const line of lines) {
    const { text = null, why = "gone" } = texts.get(line.id) ?? {};
    io.out({ ...line, text, ...(why === null ? {} : { why }) });
  }
}

/** Whole or not at all: what is there before stays until all of it is written. */
async function writeFile(file: Awaited<ReturnType<typeof downloadLines>>, path: string, io: Io): Promise<void> {
  if (!existsSync(dirname(resolve(path))))
    throw new AppError("not-found", `The folder of ${path} does not exist: nothing was written. Make it first.`);
  const part = `${path}.part`;
  try {
    const chunks = Readable.from(file.chunks, { objectMode: false });
    await pipeline(chunks, createWriteStream(part, { mode: 0o600, flags: "wx" }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  io.out({ file: path });
}
