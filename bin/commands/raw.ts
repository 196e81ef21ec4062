import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { previewReplay, requestReplay } from "#server/ingest/index.ts";
import { listRaw, listRawDamage, listRawWorks, requestVerify, type RawWorkView } from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { follow } from "../acting/progress.ts";
import { type Command, type Io, parseArgs, required, UsageError } from "../command.ts";
import { readPairs } from "../options.ts";

const OPTIONS = {
  source: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  before: { type: "string" },
  purpose: { type: "string" },
  driver: { type: "string" },
  option: { type: "string", multiple: true },
  layout: { type: "string" },
  yes: { type: "boolean", default: false },
} as const;

type Values = { readonly [K in keyof typeof OPTIONS]?: string | boolean | string[] | undefined } & {
  readonly option?: string[] | undefined;
};

/** Raw records of stored calls, as their page shows them, verifies them and reads them again. */
export const command: Command = {
  name: "raw",
  usage: [
    "list --company SLUG --as EMAIL --source ID [--before DAY]",
    "verify --company SLUG --as EMAIL --source ID --from DAY [--to DAY]",
    "replay --company SLUG --as EMAIL --source ID --from DAY [--to DAY] --driver ID [--option K=V]... [--layout ID:VERSION] [--purpose TEXT --yes]",
  ].join("\n"),
  summary:
    "lists the raw records of stored calls, says whether they are whole, and reads them again with another driver",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, { ...PERSON_OPTIONS, ...OPTIONS });
    const [word = "", ...more] = positionals;
    const verb = more.length > 0 ? undefined : VERBS[word];
    if (verb === undefined) throw new UsageError("Say one of: raw list, verify, replay.");
    const run = verb(values);
    return await asPerson(values, async (ctx) => {
      await run(ctx, io);
      return 0;
    });
  },
};

type Verb = (values: Values) => (ctx: CompanyContext, io: Io) => Promise<void>;

/** Options are read before anybody signs in: a wrong one is told as such. */
const VERBS: Readonly<Record<string, Verb>> = {
  list: (values) => {
    const sourceId = sourceOf(values);
    const { before } = values;
    return async (ctx, io) => {
      const list = await listRaw(ctx, { sourceId, ...(typeof before === "string" ? { before } : {}) });
      for (const day of list.days) io.out(day);
      if (list.next !== null) io.note(`there are more: go on with --before ${list.next}`);
    };
  },
  verify: (values) => {
    const asked = { sourceId: sourceOf(values), ...periodOf(values) };
    return async (ctx, io) => {
      const { workId } = await requestVerify(ctx, asked);
      const work = await followed(ctx, asked.sourceId, workId, io);
      if (work.state !== "done") throw new AppError("conflict", `Verifying has ended: ${work.state}.`);
      if ((work.counts["damaged"] ?? 0) === 0) return;
      const { rows } = await listRawDamage(ctx, { workId });
      for (const row of rows) io.out(row);
      throw new AppError("corrupt", "Some raw records are damaged. Restore them from a backup, or erase their calls.");
    };
  },
  replay: (values) => {
    const by = { driver: needed(values, "driver"), driverOptions: readPairs(values.option), ...layoutOf(values) };
    const asked = { sourceId: sourceOf(values), ...periodOf(values), ...by };
    const purpose = values.yes === true ? needed(values, "purpose") : "";
    return async (ctx, io) => {
      if (values.yes !== true) {
        io.out(await previewReplay(ctx, asked));
        io.note("nothing was stored: say --yes and --purpose to read all of them again");
        return;
      }
      const { workId } = await requestReplay(ctx, { ...asked, purpose });
      const work = await followed(ctx, asked.sourceId, workId, io);
      if (work.state !== "done") throw new AppError("conflict", `Reading the calls again has ended: ${work.state}.`);
    };
  },
};

async function followed(ctx: CompanyContext, sourceId: number, workId: string, io: Io): Promise<RawWorkView> {
  const work = await follow(
    async () => {
      const found = (await listRawWorks(ctx, { sourceId })).find((one) => one.workId === workId);
      if (found === undefined)
        throw new AppError("not-found", "There is no such work under way. Look at the list again.");
      return found;
    },
    ({ state }) => state !== "waiting" && state !== "running",
    ({ segmentsDone, segmentsTotal }) => `${segmentsDone} of ${segmentsTotal} segments`,
    io.note,
  );
  io.out({ workId, state: work.state, ...work.counts });
  return work;
}

function needed(values: Values, name: keyof typeof OPTIONS): string {
  const value = values[name];
  return required(typeof value === "string" ? value : undefined, name);
}

function periodOf(values: Values): { readonly from: string; readonly to: string } {
  const from = needed(values, "from");
  return { from, to: typeof values.to === "string" ? values.to : from };
}

function sourceOf(values: Values): number {
  const source = Number(needed(values, "source"));
  if (!Number.isInteger(source) || source < 1)
    throw new UsageError("--source is the number that gallra source list shows.");
  return source;
}

function layoutOf({ layout }: Values): { readonly layout?: { readonly id: number; readonly version: number } } {
  if (layout === undefined) return {};
  const [, id, version] = /^(\d{1,9}):(\d{1,9})$/.exec(String(layout)) ?? [];
  if (id === undefined || version === undefined) throw new UsageError("--layout is written ID:VERSION.");
  return { layout: { id: Number(id), version: Number(version) } };
}
