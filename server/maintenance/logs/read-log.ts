import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { authoriseOperation } from "../authorise-operation.ts";
import { type LogName, logFileName, readLogName, SERVICES } from "./log-name.ts";

export const LEVELS = ["info", "warn", "error"] as const;

export const ReadLogInput = z.strictObject({
  service: z.enum(SERVICES).optional(),
  /** This level and worse. */
  level: z.enum(LEVELS).optional(),
  /** The beginning of an event's name, e.g. "job-". */
  event: z
    .string()
    .trim()
    .regex(/^[a-z][a-z.-]{0,40}$/)
    .optional(),
  /** As an error page tells it: an id, or the figures of a page that could not be drawn; also a job's id. */
  requestId: z
    .string()
    .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,15})$/)
    .optional(),
  from: z.date().optional(),
  to: z.date().optional(),
  /** The place of the last line seen, as `next` gave it. */
  before: z.string().max(120).optional(),
  limit: z.int().min(1).max(200).default(100),
});
export type ReadLogInput = z.infer<typeof ReadLogInput>;

/** One line of the logs. Its fields are figures, ids and words of closed sets: a log holds no other. */
export interface LogLine {
  /** Unique, and sorts by time. */
  readonly place: string;
  readonly at: Date;
  readonly level: (typeof LEVELS)[number];
  readonly service: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
}

/** No more is looked through for one answer; `next` goes on from there. */
const MOST_LINES = 400_000;

/** What the services of this machine wrote, the newest first. Other machines' lines stand in their own homes. */
export async function readLog(
  ctx: Context,
  input: z.input<typeof ReadLogInput>,
): Promise<{ lines: readonly LogLine[]; next: string | null }> {
  authoriseOperation(ctx);
  const filter = ReadLogInput.parse(input);
  const folder = join(ctx.env.home, "logs");
  const wanted = await daysWith(folder, filter);
  const found: LogLine[] = [];
  let seen = 0;
  for (const [day, files] of wanted) {
    const ofDay: LogLine[] = [];
    for (const file of files) {
      for await (const line of linesOf(folder, file, filter)) {
        seen++;
        if (line === null) continue;
        ofDay.push(line);
        // Only the newest of a day can be shown: the rest is dropped from time to time.
        if (ofDay.length > 4 * filter.limit) trim(ofDay, filter.limit);
      }
    }
    trim(ofDay, filter.limit);
    found.push(...ofDay);
    if (found.length >= filter.limit) break;
    if (seen > MOST_LINES) return { lines: found, next: `${day}T00:00:00.000Z` };
  }
  const lines = found.slice(0, filter.limit);
  return { lines, next: found.length < filter.limit ? null : (lines.at(-1)?.place ?? null) };
}

function trim(lines: LogLine[], limit: number): void {
  lines.sort((a, b) => (a.place < b.place ? 1 : -1)).splice(limit);
}

/** The files of each day, the newest day first. */
async function daysWith(folder: string, filter: ReadLogInput): Promise<[string, LogName[]][]> {
  const names = (await readdir(folder).catch(() => [])).map(readLogName).filter((name) => name !== null);
  const last = filter.before?.slice(0, 10) ?? filter.to?.toISOString().slice(0, 10) ?? "9999-12-31";
  const first = filter.from?.toISOString().slice(0, 10) ?? "0000-01-01";
  const fitting = names.filter(
    ({ day, service }) => day <= last && day >= first && (filter.service === undefined || filter.service === service),
  );
  return [...Map.groupBy(fitting, ({ day }) => day)].sort(([a], [b]) => (a < b ? 1 : -1));
}

async function* linesOf(folder: string, name: LogName, filter: ReadLogInput): AsyncGenerator<LogLine | null> {
  const file = createReadStream(join(folder, logFileName(name)));
  const bytes = name.packed ? file.pipe(createGunzip()) : file;
  // A file that goes while it is read (its week is over) ends the reading of it.
  file.on("error", () => bytes.destroy());
  let number = 0;
  try {
    for await (const text of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      const isAsked = filter.requestId === undefined || text.includes(filter.requestId);
      yield isAsked ? lineOf(text, name, number, filter) : null;
    }
  } catch {
    return;
  } finally {
    file.destroy();
  }
}

function lineOf(text: string, name: LogName, number: number, filter: ReadLogInput): LogLine | null {
  const read = parse(text);
  if (read === null) return null;
  const { at, level, from, event, ...fields } = read;
  const moment = new Date(String(at));
  const known = LEVELS.find((one) => one === level);
  if (Number.isNaN(moment.getTime()) || known === undefined || typeof event !== "string") return null;
  const place = `${moment.toISOString()} ${name.service} ${name.part} ${String(number).padStart(9, "0")}`;
  if (filter.before !== undefined && place >= filter.before) return null;
  if (filter.from !== undefined && moment < filter.from) return null;
  if (filter.to !== undefined && moment > filter.to) return null;
  if (filter.level !== undefined && LEVELS.indexOf(known) < LEVELS.indexOf(filter.level)) return null;
  if (filter.event !== undefined && !event.startsWith(filter.event)) return null;
  if (filter.requestId !== undefined && ![fields["requestId"], String(fields["digest"])].includes(filter.requestId))
    return null;
  const sender = typeof from === "string" && from !== name.service ? { from } : {};
  return { place, at: moment, level: known, service: name.service, event, fields: { ...sender, ...plain(fields) } };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function plain(fields: Record<string, unknown>): LogLine["fields"] {
  const kept = Object.entries(fields).filter(
    (entry): entry is [string, string | number | boolean | null] =>
      entry[1] === null || ["string", "number", "boolean"].includes(typeof entry[1]),
  );
  return Object.fromEntries(kept.slice(0, 30));
}
