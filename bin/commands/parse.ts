import { createReadStream } from "node:fs";
import { AppError } from "#server/domain/app-error.ts";
import { type NumberSite, numberReader } from "#server/domain/numbers/index.ts";
import { driverNamed, framingOf } from "#server/drivers/catalogue.ts";
import type { DecodeContext, Decoded, Decoder, Driver, Framing } from "#server/drivers/driver.ts";
import { createFramer, type Frame } from "#server/drivers/framing.ts";
import type { Layout } from "#server/drivers/layout/schema.ts";
import { type Args, type Command, type Io, parseArgs, required, UsageError } from "../command.ts";
import { callLine } from "../parse/call-line.ts";
import { explainFile, readLayoutFile } from "../parse/explain-file.ts";
import { type GatheredCall, GatheredLegs } from "../parse/gathered-legs.ts";

/** Reads files of call records without a server: a line per call, and one per undefined line with its reason (DESIGN 7). */
export const command: Command = {
  name: "parse",
  usage:
    "--driver ID | --layout FILE [--explain] [--country SE] [--time-zone Europe/Stockholm] [--received ISO] [--outside-line 0] " +
    "[--extension-length 4] [--international-prefix 00] [--charset cp850] [--option K=V]... FILE...",
  summary: "reads files of call records and shows every call, without a server",
  async run(args, io) {
    const request = readRequest(args);
    if (request.layout !== null) {
      for (const file of request.files) explainFile(file, request.layout, request, io);
      return 0;
    }
    const telling = new Telling(request, io);
    for (const file of request.files) await parseFile(file, request, telling);
    telling.finish();
    io.note(`records=${telling.records} undefined=${telling.undefinedLines}`);
    return 0;
  },
};

interface Request {
  readonly driver: Driver;
  readonly framing: Framing;
  readonly decode: Decoder;
  readonly site: NumberSite;
  readonly timeZone: string;
  readonly receivedAt: Date;
  readonly files: readonly string[];
  /** What the files are explained by, when that is what was asked for. */
  readonly layout: Layout | null;
}

function readRequest(args: Args): Request {
  const { values, positionals } = parseArgs(args, {
    driver: { type: "string" },
    country: { type: "string", default: "SE" },
    "time-zone": { type: "string", default: "Europe/Stockholm" },
    received: { type: "string" },
    "outside-line": { type: "string" },
    "extension-length": { type: "string" },
    "international-prefix": { type: "string" },
    charset: { type: "string" },
    layout: { type: "string" },
    explain: { type: "boolean", default: false },
    option: { type: "string", multiple: true },
  });
  if (positionals.length === 0) throw new UsageError("Name at least one file.");
  const site: NumberSite = {
    country: values.country.toUpperCase(),
    outsideLine: readDigits(values["outside-line"], "outside-line"),
    extensionDigits: readLength(values["extension-length"]),
    internationalPrefix: readDigits(values["international-prefix"], "international-prefix"),
  };
  const given = values.layout === undefined ? null : readLayoutFile(values.layout);
  if (values.explain && given === null) throw new UsageError("--explain is for a layout: name its file with --layout.");
  const id = values.driver ?? given?.layout.kind ?? required(values.driver, "driver");
  const options = given === null ? {} : { layout: given.text };
  // What a driver or the numbering plan refuses here is wrong usage: it was typed on the command line.
  const { driver, framing, decode } = typed(() => {
    numberReader(site);
    return readDriver(id, values.option ?? [], values.charset, options);
  });
  return {
    driver,
    framing,
    decode,
    site,
    timeZone: readZone(values["time-zone"]),
    receivedAt: readInstant(values.received),
    files: positionals,
    layout: values.explain ? (given?.layout ?? null) : null,
  };
}

function readDriver(
  id: string,
  given: readonly string[],
  charset: string | undefined,
  more: Readonly<Record<string, string>>,
): Pick<Request, "driver" | "framing" | "decode"> {
  const options: Record<string, string> = charset === undefined ? { ...more } : { ...more, charset };
  for (const pair of given) {
    const at = pair.indexOf("=");
    if (at < 1) throw new UsageError("--option is written NAME=VALUE.");
    options[pair.slice(0, at)] = pair.slice(at + 1);
  }
  const driver = driverNamed(id);
  return { driver, decode: driver.configure(options), framing: framingOf(driver, options) };
}

function typed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof AppError ? new UsageError(error.message) : error;
  }
}

function readDigits(text: string | undefined, option: string): string | null {
  if (text === undefined || text === "") return null;
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(`--${option} is up to six digits.`);
  return text;
}

function readLength(text: string | undefined): number | null {
  if (text === undefined) return null;
  const length = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (length < 1 || length > 10) throw new UsageError("--extension-length is a number from 1 to 10.");
  return length;
}

function readZone(zone: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    throw new UsageError("--time-zone is a name such as Europe/Stockholm.");
  }
}

function readInstant(text: string | undefined): Date {
  const instant = text === undefined ? new Date() : new Date(text);
  if (Number.isNaN(instant.getTime())) throw new UsageError("--received is an instant such as 2026-03-02T09:00:00Z.");
  return instant;
}

/** Says what becomes of each frame; calls told in several frames when all files are read. */
class Telling {
  records = 0;
  undefinedLines = 0;
  readonly #request: Request;
  readonly #io: Io;
  readonly #legs: GatheredLegs | null;

  constructor(request: Request, io: Io) {
    this.#request = request;
    this.#io = io;
    this.#legs = request.driver.join === undefined ? null : new GatheredLegs(request.driver.join);
  }

  frame(file: string, { bytes, line }: Frame, decoded: Decoded): void {
    if (decoded.kind === "undefined") {
      this.undefinedLines++;
      this.#io.out({ file, line, undefined: decoded.reason });
    } else if (decoded.kind === "records") this.#calls({ file, line, records: decoded.records });
    else if (decoded.kind === "leg") {
      if (this.#legs === null) this.#calls({ file, line, records: [decoded.leg.record] });
      else for (const call of this.#legs.add({ file, line }, bytes, decoded.leg)) this.#calls(call);
    }
  }

  finish(): void {
    for (const call of this.#legs?.finish() ?? []) this.#calls(call);
  }

  #calls({ file, line, records }: GatheredCall): void {
    this.records += records.length;
    for (const record of records) this.#io.out(callLine(file, line, record, this.#request.site));
  }
}

async function parseFile(file: string, request: Request, telling: Telling): Promise<void> {
  const framer = createFramer(request.framing);
  const context: DecodeContext = {
    receivedAt: request.receivedAt,
    timeZone: request.timeZone,
    extensionDigits: request.site.extensionDigits,
    state: {},
  };
  const show = (frame: Frame): void => telling.frame(file, frame, request.decode(frame.bytes, context));
  try {
    const chunks: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: 1 << 18 });
    for await (const chunk of chunks) for (const frame of framer.push(chunk)) show(frame);
  } catch (error) {
    throw unreadable(file, error);
  }
  for (const frame of framer.finish()) show(frame);
}

function unreadable(file: string, error: unknown): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return new AppError("not-found", `${file}: there is no such file.`, { cause: error });
  if (code === "EISDIR") return new AppError("bad-input", `${file} is a folder: name its files.`, { cause: error });
  if (code === "EACCES") return new AppError("bad-input", `${file} may not be read by this user.`, { cause: error });
  return error instanceof Error ? error : new Error("unreadable file", { cause: error });
}
