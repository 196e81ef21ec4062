import { readFileSync } from "node:fs";
import {
  listLayouts,
  readLayoutVersion,
  removeLayout,
  saveLayout,
  SourceId,
  showLayout,
  applyLayout,
} from "#server/collect/index.ts";
import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, type Io, parseArgs, required, UsageError } from "../command.ts";
import { readCount } from "../options.ts";

/** Saved layouts: dialects as data, in versions (docs/drivers/layouts.md). */
export const command: Command = {
  name: "layout",
  usage: [
    "list --company SLUG [--as EMAIL]",
    "show --company SLUG --name NAME [--version N] [--json] [--as EMAIL]",
    "save --company SLUG --name NAME --file FILE [--as EMAIL]",
    "use --company SLUG --name NAME [--version N] --source ID [--as EMAIL]",
    "remove --company SLUG --name NAME [--as EMAIL]",
  ].join("\n"),
  summary: "lists, shows, saves and removes layouts, and has a source read with one",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      name: { type: "string" },
      version: { type: "string" },
      file: { type: "string" },
      source: { type: "string" },
      json: { type: "boolean", default: false },
    });
    const work = workOf(positionals, values);
    await inCompany(values, (ctx) => work(ctx, io));
    return 0;
  },
};

interface Values {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly file?: string | undefined;
  readonly source?: string | undefined;
  readonly json: boolean;
}

type Work = (ctx: CompanyContext, io: Io) => Promise<void>;

/** Options are read before anybody acts: a wrong one is told as such. */
function workOf([word, ...more]: readonly string[], values: Values): Work {
  if (more.length > 0) throw new UsageError("Say layout list, show, save, use or remove.");
  if (word === "list") return list;
  const name = required(values.name, "name");
  const version = readCount(values.version, "version");
  switch (word) {
    case "show":
      return (ctx, io) => show(ctx, io, { name, version, json: values.json });
    case "save": {
      const layout = read(required(values.file, "file"));
      return (ctx, io) => save(ctx, io, name, layout);
    }
    case "use": {
      const source = SourceId.safeParse({ sourceId: Number(required(values.source, "source")) });
      if (!source.success) throw new UsageError("--source is the source's number: gallra source list shows it.");
      return async (ctx, io) => {
        const found = await layoutNamed(ctx, name);
        const used = { layoutId: found.id, version: version ?? found.version, ...source.data };
        await applyLayout(ctx, used);
        io.out(used);
      };
    }
    case "remove":
      return async (ctx, io) => {
        const { id: layoutId } = await layoutNamed(ctx, name);
        await removeLayout(ctx, { layoutId });
        io.out({ layoutId, state: "removed" });
      };
    default:
      throw new UsageError("Say layout list, show, save, use or remove.");
  }
}

const list: Work = async (ctx, io) => {
  for (let from = 0; ; from += PAGE) {
    const { rows, of } = await listLayouts(ctx, { from, limit: PAGE });
    for (const { id, name, kind, version, madeAt, madeByName, sources } of rows)
      io.out({ layoutId: id, name, kind, version, savedAt: madeAt, savedBy: madeByName, sources });
    if (from + PAGE >= of) return;
  }
};

const PAGE = 200;

/** Its versions; with --json what the version says, as `parse --layout` reads it. */
async function show(
  ctx: CompanyContext,
  io: Io,
  wanted: { readonly name: string; readonly version: number | null; readonly json: boolean },
): Promise<void> {
  const { id: layoutId, version: newest } = await layoutNamed(ctx, wanted.name);
  if (wanted.json || wanted.version !== null) {
    const { layout } = await readLayoutVersion(ctx, { layoutId, version: wanted.version ?? newest });
    io.out(JSON.parse(layout) as Record<string, unknown>);
    return;
  }
  const { versions, sources } = await showLayout(ctx, { layoutId });
  for (const { version, kind, madeAt, madeByName, records, segments } of versions) {
    const readBy = sources.filter((source) => source.version === version).map(({ id }) => id);
    io.out({ layoutId, version, kind, savedAt: madeAt, savedBy: madeByName, records, segments, sources: readBy });
  }
}

async function save(ctx: CompanyContext, io: Io, name: string, layout: string): Promise<void> {
  const found = await find(ctx, name);
  const saved = await saveLayout(ctx, { name, layout, ...(found === null ? {} : { layoutId: found.id }) });
  io.out({ ...saved, name });
  if (found?.version === saved.version) io.note(`Nothing has changed since version ${saved.version}.`);
}

/** A saved layout by its name, whatever its capitals. Throws AppError "not-found". */
export async function layoutNamed(
  ctx: CompanyContext,
  name: string,
): Promise<{ readonly id: number; readonly version: number; readonly kind: string }> {
  const found = await find(ctx, name);
  if (found !== null) return found;
  throw new AppError("not-found", `There is no layout ${name}. gallra layout list shows those there are.`);
}

async function find(ctx: CompanyContext, name: string) {
  for (let from = 0; ; from += PAGE) {
    const { rows, of } = await listLayouts(ctx, { from, limit: PAGE });
    const found = rows.find((row) => row.name.toLowerCase() === name.trim().toLowerCase());
    if (found !== undefined) return found;
    if (from + PAGE >= of) return null;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new AppError("bad-input", `The file ${file} cannot be read.`, { cause });
  }
}
