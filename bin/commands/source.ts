import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import {
  addSource,
  listSources,
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
import { allowRoot, SOURCE_PROBLEMS, SourceTrouble } from "#server/sources/index.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Args, type Command, type Io, parseArgs, required, UsageError } from "../command.ts";
import { readCount, readPairs } from "../options.ts";
import { layoutNamed } from "./layout.ts";

export const command: Command = {
  name: "source",
  usage: [
    "add --company SLUG --driver ID|--layout NAME --path FOLDER|FILE [--transport shared-file] [--name NAME] [--pattern '*.csv'] [--mode tail|drop] [--rest-seconds 2] [--product PRODUCT] [--time-zone ZONE] [--country SE] [--outside-line 0] [--extension-length 4] [--international-prefix 00] [--option K=V]... [--keep-names] [--start] [--as EMAIL]",
    "list --company SLUG [--as EMAIL]",
    "test|start|stop|remove --company SLUG --source ID [--as EMAIL]",
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
        return await withOne(rest, async (ctx, id) => {
          const tested = await testSource(ctx, id);
          io.out({ ...id, ...tested });
          if (tested.files === 0) io.note("The folder holds no file that fits the pattern yet.");
        });
      case "start":
        return await withOne(rest, async (ctx, id) => {
          await startSource(ctx, id);
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

const ADD_OPTIONS = {
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
  start: { type: "boolean", default: false },
} as const;

type AddValues = ReturnType<typeof parseAdd>;

function parseAdd(args: Args) {
  return parseArgs(args, ADD_OPTIONS).values;
}

async function add(args: Args, io: Io): Promise<number> {
  const values = parseAdd(args);
  if (values.transport !== "shared-file")
    throw new UsageError("--transport is shared-file: this release has no other.");
  const place = placeOf(resolve(required(values.path, "path")));
  const plain = inputOf(values, place);
  return await inCompany(values, async (ctx) => {
    const input = values.layout === undefined ? plain : await withLayout(ctx, plain, values.layout);
    // Whoever works on this machine with the home's rights may let sources read a folder; at a portal nobody may.
    if (values.as === undefined && (await allow(readEnv().home, ctx.company.slug, place.path))) {
      io.note(`Sources of ${ctx.company.slug} may read ${place.path} from now on (source-roots.json in the home).`);
    }
    const { sourceId } = await addSource(ctx, input).catch((error: unknown) => {
      throw values.as === undefined && isNowhere(place.path) ? nothingThere(place.path, error) : error;
    });
    if (values.start) await startSource(ctx, { sourceId });
    io.out({ sourceId, name: input.name, state: values.start ? "running" : "stopped" });
    if (!values.start) io.note(`Start it with: gallra source start --company ${ctx.company.slug} --source ${sourceId}`);
    return 0;
  });
}

function inputOf(values: AddValues, place: { path: string; pattern: string | null }): SourceInput {
  // A layout says itself which driver reads it; it is known once the company is.
  const driver = values.driver ?? (values.layout === undefined ? required(values.driver, "driver") : "");
  const product = values.product ?? null;
  if (product !== null && !(product in PRODUCTS)) {
    throw new UsageError(`--product is one of ${Object.keys(PRODUCTS).join(", ")}.`);
  }
  if (values.mode !== undefined && values.mode !== "tail" && values.mode !== "drop") {
    throw new UsageError("--mode is tail or drop.");
  }
  const pattern = values.pattern ?? place.pattern;
  const restSeconds = values["rest-seconds"];
  return {
    name: values.name ?? driver,
    driver,
    product: product as SourceInput["product"],
    settings: {
      path: place.path,
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

async function list(args: Args, io: Io): Promise<number> {
  const { values } = parseArgs(args, PERSON_OPTIONS);
  return await inCompany(values, async (ctx) => {
    for (const {
      id,
      name,
      transport,
      driver,
      product,
      state,
      problem,
      lastSeenAt,
      heldBy,
      settings,
    } of await listSources(ctx)) {
      io.out({ sourceId: id, name, transport, driver, product, state, problem, lastSeenAt, heldBy, settings });
      if (problem !== null) io.note(`${id}: ${SOURCE_PROBLEMS[problem]}`);
    }
    return 0;
  });
}

async function withOne(args: Args, work: (ctx: CompanyContext, id: SourceId) => Promise<void>): Promise<number> {
  const { values, positionals } = parseArgs(args, { ...PERSON_OPTIONS, source: { type: "string" } });
  const read = SourceId.safeParse({ sourceId: Number(required(values.source ?? positionals[0], "source")) });
  if (!read.success) throw new UsageError("--source is the source's number: gallra source list shows it.");
  return await inCompany(values, async (ctx) => {
    await work(ctx, read.data);
    return 0;
  });
}
