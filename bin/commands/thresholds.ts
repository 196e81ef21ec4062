import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { readCents, writeCents } from "#server/domain/money.ts";
import type { Limits } from "#server/domain/thresholds.ts";
import {
  cancelSorting,
  previewSorting,
  requestSorting,
  setThresholds,
  showThresholds,
  type SortRunView,
} from "#server/processing/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { follow } from "../acting/progress.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

const LIMITS = "[--duration S] [--ring S] [--cost AMOUNT] [--unanswered yes|no] [--internal yes|no]";
const WORDS = "Say one of: thresholds show, set, preview, re-sort, cancel.";

/** Below what calls are kept apart, and the sorting of what is stored. */
export const command: Command = {
  name: "thresholds",
  usage: [
    "show --company SLUG --as EMAIL",
    `set|preview --company SLUG --as EMAIL [--source ID] ${LIMITS}; "off" takes a limit away`,
    "set|preview --company SLUG --as EMAIL --source ID --like-company",
    "re-sort|cancel --company SLUG --as EMAIL",
  ].join("\n"),
  summary: "keeps short, cheap, unanswered or internal calls apart, the stored ones too",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      source: { type: "string" },
      duration: { type: "string" },
      ring: { type: "string" },
      cost: { type: "string" },
      unanswered: { type: "string" },
      internal: { type: "string" },
      "like-company": { type: "boolean", default: false },
    });
    const [word, ...more] = positionals;
    const work = word === undefined || more.length > 0 ? undefined : VERBS[word];
    if (work === undefined) throw new UsageError(WORDS);
    const wanted = readWanted(values);
    return await asPerson(values, async (ctx) => {
      await work(ctx, wanted, io);
      return 0;
    });
  },
};

type Values = Partial<Record<"source" | "duration" | "ring" | "cost" | "unanswered" | "internal", string>> & {
  readonly "like-company": boolean;
};

interface Wanted {
  readonly sourceId: number | null;
  readonly likeCompany: boolean;
  readonly change: Partial<Limits>;
}

type Work = (ctx: CompanyContext, wanted: Wanted, io: Io) => Promise<void>;

const VERBS: Readonly<Record<string, Work>> = {
  show: (ctx, _, io) => show(ctx, io),
  set: async (ctx, wanted, io) => {
    await setThresholds(ctx, { sourceId: wanted.sourceId, limits: await limitsOf(ctx, wanted) });
    await show(ctx, io);
    io.note("holds for every call stored from now on; for those that are stored: gallra thresholds re-sort");
  },
  preview: async (ctx, wanted, io) => {
    const limits = await limitsOf(ctx, wanted);
    const { months, countedFrom, ...total } = await previewSorting(ctx, { sourceId: wanted.sourceId, limits });
    for (const month of months) io.out({ ...month, month: month.month.slice(0, 7) });
    io.out({ month: null, ...total });
    if (countedFrom !== null) io.note(`there was time for the months from ${countedFrom.slice(0, 7)} on only`);
  },
  "re-sort": async (ctx, _, io) => {
    const { runId } = await requestSorting(ctx);
    const done = await follow(
      () => readRun(ctx, runId),
      (run) => run.state === "done" || run.state === "cancelled",
      (run) => `${run.state}: ${run.looked} of ${run.total}`,
      io.note,
    );
    const { state, looked, setApart, putBack, changed } = done;
    io.out({ run: runId, state, looked, setApart, putBack, changed });
  },
  cancel: async (ctx, _, io) => {
    await cancelSorting(ctx);
    io.note("it ends within a batch; what is sorted stays so");
  },
};

async function show(ctx: CompanyContext, io: Io): Promise<void> {
  const { company, sources, currency, behind, runs } = await showThresholds(ctx);
  const line = (of: Limits) => ({
    ...{ durationSeconds: of.durationSeconds, ringSeconds: of.ringSeconds },
    cost: of.costCents === null ? null : writeCents(of.costCents),
    ...{ currency, unanswered: of.unanswered, internal: of.internal },
  });
  io.out({ source: null, ...line(company), behind });
  for (const { sourceId, name, limits } of sources)
    io.out({ source: sourceId, name, ...(limits === null ? { likeCompany: true } : line(limits)) });
  const [run] = runs;
  if (run === undefined) return;
  const { runId, state, total, looked, setApart, putBack, changed, createdAt, finishedAt } = run;
  io.out({ run: runId, state, total, looked, setApart, putBack, changed, createdAt, finishedAt });
}

async function readRun(ctx: CompanyContext, runId: string): Promise<SortRunView> {
  const run = (await showThresholds(ctx)).runs.find((one) => one.runId === runId);
  if (run === undefined) throw new AppError("gone", "This sorting is over.");
  return run;
}

/** What is not named stays as it is set; a source without limits of its own begins with the company's. */
async function limitsOf(ctx: CompanyContext, { sourceId, likeCompany, change }: Wanted): Promise<Limits | null> {
  if (likeCompany) return null;
  const { company, sources } = await showThresholds(ctx);
  const set = sources.find((one) => one.sourceId === sourceId)?.limits ?? company;
  const { durationSeconds, ringSeconds, costCents, unanswered, internal } = set;
  return { durationSeconds, ringSeconds, costCents, unanswered, internal, ...change };
}

function readWanted(values: Values): Wanted {
  const { source } = values;
  if (source !== undefined && !/^[1-9]\d{0,8}$/.test(source))
    throw new UsageError("--source is the number that source list shows.");
  if (values["like-company"] && source === undefined) throw new UsageError("--like-company goes with --source ID.");
  return {
    sourceId: source === undefined ? null : Number(source),
    likeCompany: values["like-company"],
    change: {
      ...seconds(values.duration, "duration", "durationSeconds"),
      ...seconds(values.ring, "ring", "ringSeconds"),
      ...cost(values.cost),
      ...yesNo(values.unanswered, "unanswered"),
      ...yesNo(values.internal, "internal"),
    },
  };
}

function seconds(text: string | undefined, option: string, field: "durationSeconds" | "ringSeconds"): Partial<Limits> {
  if (text === undefined) return {};
  if (text === "off") return { [field]: null };
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new UsageError(`--${option} is whole seconds, at least 1, or off.`);
  return { [field]: Number(text) };
}

function cost(text: string | undefined): Partial<Limits> {
  if (text === undefined) return {};
  if (text === "off") return { costCents: null };
  const cents = readCents(text);
  if (cents === null || cents < 1)
    throw new UsageError("--cost is an amount with at most two decimals, e.g. 0.50, or off.");
  return { costCents: cents };
}

function yesNo(text: string | undefined, field: "unanswered" | "internal"): Partial<Limits> {
  if (text === undefined) return {};
  if (text !== "yes" && text !== "no") throw new UsageError(`--${field} is yes or no.`);
  return { [field]: text === "yes" };
}
