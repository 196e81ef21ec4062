import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import {
  addSource,
  beginSource,
  listSources,
  type OrHere,
  removeSource,
  SourceId,
  type SourceInput,
  startSource,
  stopSource,
  testSource,
} from "#server/collect/index.ts";
import { AppError } from "#server/domain/app-error.ts";
import { PRODUCTS } from "#server/domain/codes.ts";
import type { CompanyContext } from "#server/context.ts";
import { readEnv } from "#server/env.ts";
import { createLog } from "#server/log.ts";
import { allowRoot, SourceTrouble, type Transport, type TransportId, TRANSPORTS } from "#server/sources/index.ts";
import { runProbe } from "#workers/collector/answer-probes.ts";
import { openCollector } from "#workers/collector/collector-context.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { credentialsFrom, settingsFrom } from "../acting/source-options.ts";
import { type Args, type Command, type Io, parseArgs, required, UsageError } from "../command.ts";
import { readCount, readPairs } from "../options.ts";
import { layoutNamed } from "./layout.ts";

export const command: Command = {
  name: "source",
  usage: [
    "add --company SLUG --driver ID|--layout NAME (--path FOLDER|FILE [--pattern '*.csv'] [--mode tail|drop] [--rest-seconds 2] | --transport T [--set NAME=VALUE]... [--secret NAME] [--secret-file NAME=FILE]...) [--name NAME] [--product PRODUCT] [--time-zone ZONE] [--country SE] [--outside-line 0] [--extension-length 4] [--international-prefix 00] [--option K=V]... [--keep-names] [--edge ID] [--start [--without-ssn]] [--as EMAIL]",
    "list --company SLUG [--as EMAIL]",
    "test|stop|remove --company SLUG --source ID [--as EMAIL]",
    "start --company SLUG --source ID [--without-ssn] [--as EMAIL]",
  ].join("\n"),
  summary: "adds, lists, tests, starts, stops and removes the sources of a company",
  async run(args, io) {
    const [verb, ...rest] = args;
    switch (verb) {
      case "add":
        return await add(rest, io);
      case "list":
        return await list(rest, io);
      case "test":
        return await withOne(rest, async (ctx, id, { as }) => {
          // Whoever works on this machine with the home's rights may be the collector where none runs.
          const tested = await testSource(ctx, id, as === undefined ? testHere : undefined);
          io.out({ ...id, ...tested });
          if (tested.files === 0 && tested.pin === undefined) io.note("Nothing is there to be read yet.");
        });
      case "start":
        return await withOne(rest, async (ctx, id, values) => {
          await startSource(ctx, { ...id, withoutSsn: values["without-ssn"] });
          io.out({ ...id, state: "running" });
        });
      case "stop":
        return await withOne(rest, async (ctx, id) => {
          await stopSource(ctx, id);
          io.out({ ...id, state: "stopped" });
        });
      case "remove":
        return await withOne(rest, async (ctx, id) => {
          await removeSource(ctx, id);
          io.out({ ...id, state: "removed" });
        });
      default:
        throw new UsageError("Say source add, list, test, start, stop or remove.");
    }
  },
};

export const ADD_OPTIONS = {
  ...PERSON_OPTIONS,
  transport: { type: "string", default: "shared-file" },
  driver: { type: "string" },
  layout: { type: "string" },
  path: { type: "string" },
  name: { type: "string" },
  pattern: { type: "string" },
  mode: { type: "string" },
  "rest-seconds": { type: "string" },
  product: { type: "string" },
  "time-zone": { type: "string" },
  country: { type: "string" },
  "outside-line": { type: "string" },
  "extension-length": { type: "string" },
  "international-prefix": { type: "string" },
  option: { type: "string", multiple: true },
  "keep-names": { type: "boolean", default: false },
  set: { type: "string", multiple: true },
  secret: { type: "string" },
  "secret-file": { type: "string", multiple: true },
  "without-ssn": { type: "boolean", default: false },
  edge: { type: "string" },
  start: { type: "boolean", default: false },
} as const;

type AddValues = ReturnType<typeof parseAdd>;

function parseAdd(args: Args) {
  return parseArgs(args, ADD_OPTIONS).values;
}

async function add(args: Args, io: Io): Promise<number> {
  const values = parseAdd(args);
  if (values.edge !== undefined && values.start)
    throw new UsageError("--edge goes without --start: add the source, then start it.");
  const transport = readTransport(values.transport);
  const place = transport.id === "shared-file" && values.path !== undefined ? placeAt(values.path, values.edge) : null;
  if (place === null && values.path !== undefined) throw new UsageError(`${transport.id} takes --set, and no --path.`);
  const settings = settingsFrom(transport, values.set ?? []);
  if (transport.id === "shared-file" && settings["path"] === undefined) required(values.path, "path");
  const credentials = await credentialsFrom(
    transport,
    { secret: values.secret, files: values["secret-file"] ?? [] },
    io,
  );
  const plain = { ...inputOf(values, place, settings), transport: transport.id as TransportId, credentials };
  return await inCompany(values, async (ctx) => {
    const input = values.layout === undefined ? plain : await withLayout(ctx, plain, values.layout);
    // Whoever works on this machine with the home's rights may let sources read a folder; at a portal nobody may.
    if (
      values.edge === undefined &&
      place !== null &&
      values.as === undefined &&
      (await allow(readEnv().home, ctx.company.slug, place.path))
    ) {
      io.note(`Sources of ${ctx.company.slug} may read ${place.path} from now on (source-roots.json in the home).`);
    }
    const { sourceId } = await addOrBegin(ctx, input, values).catch((error: unknown) => {
      throw place !== null && values.as === undefined && isNowhere(place.path)
        ? nothingThere(place.path, error)
        : error;
    });
    io.out({ sourceId, name: input.name, state: values.start ? "running" : "stopped" });
    if (!values.start) io.note(`Start it with: gallra source start --company ${ctx.company.slug} --source ${sourceId}`);
    return 0;
  });
}

/** Started, or not added at all. */
async function addOrBegin(ctx: CompanyContext, source: SourceInput, values: AddValues) {
  if (!values.start) return await addSource(ctx, source, values.edge ?? null);
  return await beginSource(ctx, { source, withoutSsn: values["without-ssn"] });
}

function readTransport(id: string): Transport {
  const found = TRANSPORTS.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new UsageError(`--transport is one of ${TRANSPORTS.map((one) => one.id).join(", ")}.`);
}

function inputOf(
  values: AddValues,
  place: { path: string; pattern: string | null } | null,
  set: Record<string, unknown>,
): SourceInput {
  // A layout says itself which driver reads it; it is known once the company is.
  const driver = values.driver ?? (values.layout === undefined ? required(values.driver, "driver") : "");
  const product = values.product ?? null;
  if (product !== null && !(product in PRODUCTS)) {
    throw new UsageError(`--product is one of ${Object.keys(PRODUCTS).join(", ")}.`);
  }
  if (values.mode !== undefined && values.mode !== "tail" && values.mode !== "drop") {
    throw new UsageError("--mode is tail or drop.");
  }
  const pattern = values.pattern ?? place?.pattern ?? null;
  const restSeconds = values["rest-seconds"];
  return {
    name: values.name ?? driver,
    driver,
    product: product as SourceInput["product"],
    settings: {
      ...set,
      ...(place === null ? {} : { path: place.path }),
      ...(pattern === null ? {} : { pattern }),
      ...(values.mode === undefined ? {} : { mode: values.mode }),
      ...(restSeconds === undefined ? {} : { restSeconds: Number(restSeconds) }),
    },
    driverOptions: readPairs(values.option),
    timeZone: values["time-zone"] ?? null,
    country: values.country?.toUpperCase() ?? null,
    outsideLine: values["outside-line"] ?? null,
    extensionDigits: readCount(values["extension-length"], "extension-length"),
    internationalPrefix: values["international-prefix"] ?? null,
    keepNames: values["keep-names"],
  };
}

/** The newest version of a saved layout, and the driver of its kind where none is named. */
async function withLayout(ctx: CompanyContext, input: SourceInput, name: string): Promise<SourceInput> {
  const { id, version, kind } = await layoutNamed(ctx, name);
  const driver = input.driver || kind;
  return { ...input, driver, name: input.name || name, layout: { id, version } };
}

/** Of an edge nothing is looked at here: its folder lies on another machine. */
function placeAt(path: string, edge: string | undefined): { path: string; pattern: string | null } {
  if (edge === undefined) return placeOf(resolve(path));
  return { path, pattern: null };
}

/** A folder, or a file: then the folder it stands in and the file with what it is called after a rotation. */
function placeOf(path: string): { path: string; pattern: string | null } {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) return { path, pattern: null };
  return { path: dirname(path), pattern: `${basename(path).replaceAll(/[*?[\]{}!()\\]/g, "?")}*` };
}

/** A folder that does not exist yet cannot be allowed: it could become a link to anywhere. */
async function allow(home: string, company: string, folder: string): Promise<boolean> {
  return isNowhere(folder) ? false : await allowRoot(home, company, folder);
}

function isNowhere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) === undefined;
}

/** Whoever allows folders on this machine is not told to have it allowed. */
function nothingThere(path: string, error: unknown): unknown {
  if (!(error instanceof SourceTrouble) || error.problem !== "folder-refused") return error;
  return new AppError(
    "not-found",
    `There is nothing at ${path} yet. Create the folder, or name the one that the file will stand in with --path and the file with --pattern; then add the source again.`,
    { cause: error },
  );
}

/** As the collector of this machine would. */
const testHere: OrHere = async (companyId, question) => {
  const collector = openCollector(
    readEnv(),
    createLog("cli", () => undefined),
  );
  try {
    return await runProbe(collector, companyId, question);
  } finally {
    await collector.close();
  }
};

async function list(args: Args, io: Io): Promise<number> {
  const { values } = parseArgs(args, PERSON_OPTIONS);
  return await inCompany(values, async (ctx) => {
    for (const source of await listSources(ctx)) {
      io.out({ sourceId: source.id, ...Object.fromEntries(LISTED.map((fact) => [fact, source[fact]])) });
      if (source.advice !== null)
        io.note(`${source.id}: ${source.warning === null ? "" : "warning: "}${source.advice}`);
    }
    return 0;
  });
}

const LISTED = [
  "name",
  "transport",
  "driver",
  "product",
  "state",
  "problem",
  "warning",
  "lastSeenAt",
  "heldBy",
  "settings",
  "label",
  "credentials",
] as const;

const ONE_OPTIONS = {
  ...PERSON_OPTIONS,
  source: { type: "string" },
  "without-ssn": { type: "boolean", default: false },
} as const;

type OneValues = ReturnType<typeof parseArgs<typeof ONE_OPTIONS>>["values"];

async function withOne(
  args: Args,
  work: (ctx: CompanyContext, id: SourceId, values: OneValues) => Promise<void>,
): Promise<number> {
  const { values, positionals } = parseArgs(args, ONE_OPTIONS);
  const read = SourceId.safeParse({ sourceId: Number(required(values.source ?? positionals[0], "source")) });
  if (!read.success) throw new UsageError("--source is the source's number: gallra source list shows it.");
  return await inCompany(values, async (ctx) => {
    await work(ctx, read.data, values);
    return 0;
  });
}
