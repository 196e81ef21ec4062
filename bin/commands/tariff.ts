import { readFile, writeFile } from "node:fs/promises";
import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { writeAmount, writeCents } from "#server/domain/money.ts";
import { fileText, RATE_FAULTS, writeDays, writeTime } from "#server/domain/tariff/index.ts";
import {
  chooseCurrency,
  exportTariff,
  importTariff,
  removeTariff,
  setCostFirst,
  showTariffs,
  tryTariff,
} from "#server/processing/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { type Args, type Command, type Io, parseArgs, required, UsageError } from "../command.ts";

const WORDS = "Say one of: tariff show, import, export, remove, try, first, currency.";

/** What calls cost: tables of prices by the beginnings of numbers, and whether they or the telephone system go first. */
export const command: Command = {
  name: "tariff",
  usage: [
    "show --company SLUG --as EMAIL",
    "import --company SLUG --as EMAIL --from DAY [--check] FILE",
    "export --company SLUG --as EMAIL --from DAY [-o FILE]",
    "remove --company SLUG --as EMAIL --from DAY",
    "try --company SLUG --as EMAIL --number - --at DAYTTIME (--minutes N | --seconds N) [--direction out|in] [--source ID]",
    "first --company SLUG --as EMAIL tariff|pbx|like-company [--source ID]",
    "currency --company SLUG --as EMAIL CODE",
  ].join("\n"),
  summary: "says what calls cost: shows, takes in, writes out and tries tariffs",
  async run(args, io) {
    const { values, positionals } = readArgs(args);
    const [word, ...more] = positionals;
    const prepare = word === undefined ? undefined : VERBS[word];
    if (prepare === undefined) throw new UsageError(WORDS);
    const work = await prepare(values, more, io);
    return await asPerson(values, (ctx) => work(ctx, io));
  },
};

function readArgs(args: Args) {
  return parseArgs(args, {
    ...PERSON_OPTIONS,
    from: { type: "string" },
    check: { type: "boolean", default: false },
    out: { type: "string", short: "o" },
    number: { type: "string" },
    at: { type: "string" },
    minutes: { type: "string" },
    seconds: { type: "string" },
    direction: { type: "string", default: "out" },
    source: { type: "string" },
  });
}
type Values = ReturnType<typeof readArgs>["values"];
type Work = (ctx: CompanyContext, io: Io) => Promise<number>;
type Prepare = (values: Values, more: readonly string[], io: Io) => Work | Promise<Work>;

/** Options and files are read before anybody signs in: what is wrong in them is told as such. */
const VERBS: Readonly<Record<string, Prepare>> = {
  show: () => show,
  import: async (values, more) => {
    const from = dayOf(values);
    const text = await readText(oneOf(more, "Name the CSV file."));
    return (ctx, io) => takeIn(ctx, io, { validFrom: from, text, check: values.check });
  },
  export: (values) => {
    const from = dayOf(values);
    return (ctx, io) => writeOut(ctx, io, from, values.out);
  },
  remove: (values) => {
    const from = dayOf(values);
    return async (ctx, io) => {
      await removeTariff(ctx, await tariffFrom(ctx, from));
      io.out({ removed: from });
      return 0;
    };
  },
  try: async (values, _, io) => {
    const direction = values.direction === "in" ? "in" : "out";
    if (values.direction !== direction) throw new UsageError("--direction is out or in.");
    const at = required(values.at, "at", "Say when with --at 2026-11-22T08:30, by the clock of the site.");
    const seconds = secondsOf(values);
    const given = required(values.number, "number", "Write --number - and the number to standard input.");
    const number = given === "-" ? (await io.stdin()).trim() : given;
    const call = { number, at, seconds, direction, sourceId: sourceOf(values) } as const;
    return (ctx, out) => tryOut(ctx, out, call);
  },
  first: (values, more) => {
    const word = oneOf(more, "Say tariff, pbx or like-company.");
    if (word !== "tariff" && word !== "pbx" && word !== "like-company")
      throw new UsageError("Say tariff, pbx or like-company.");
    const choice = { sourceId: sourceOf(values), first: word === "like-company" ? null : word } as const;
    return async (ctx, io) => {
      await setCostFirst(ctx, choice);
      io.out({ source: choice.sourceId, first: choice.first });
      return 0;
    };
  },
  currency: (_, more) => {
    const code = oneOf(more, "Name the currency by its three letters, e.g. SEK.");
    return async (ctx, io) => {
      io.out({ currency: (await chooseCurrency(ctx, { currency: code.toUpperCase() })).currency });
      return 0;
    };
  },
};

const show: Work = async (ctx, io) => {
  const { currency, first, sources, tariffs } = await showTariffs(ctx);
  io.out({ currency, first });
  for (const source of sources)
    if (source.first !== null) io.out({ source: source.sourceId, name: source.name, first: source.first });
  for (const { validFrom, validTo, current, lines, prefixes, addedAt, addedByName } of tariffs)
    io.out({ validFrom, validTo, current, lines, prefixes, addedAt, addedBy: addedByName });
  return 0;
};

async function takeIn(ctx: CompanyContext, io: Io, input: Parameters<typeof importTariff>[1]): Promise<number> {
  const { tariffId, lines, prefixes, faults, faultsTotal, replaces } = await importTariff(ctx, input);
  for (const { line, column, fault } of faults) io.out({ line, column, wrong: RATE_FAULTS[fault] });
  if (faultsTotal > 0) {
    io.note(`wrong=${faultsTotal}; nothing was stored`);
    return 1;
  }
  io.out({ validFrom: input.validFrom, lines, prefixes, replaces, stored: tariffId !== null });
  return 0;
}

async function writeOut(ctx: CompanyContext, io: Io, from: string, path: string | undefined): Promise<number> {
  const { name, text } = await exportTariff(ctx, await tariffFrom(ctx, from));
  const file = path ?? name;
  await writeFile(file, text, { flag: "wx" }).catch((error: unknown) => {
    throw new AppError("conflict", "The file cannot be written there, or there is one already: name another with -o.", {
      cause: error,
    });
  });
  io.out({ validFrom: from, file });
  return 0;
}

async function tryOut(ctx: CompanyContext, io: Io, call: Parameters<typeof tryTariff>[1]): Promise<number> {
  const { kind, cents, currency, rate, validFrom } = await tryTariff(ctx, call);
  const line =
    rate === null
      ? null
      : {
          ...{ prefix: rate.prefix, name: rate.name, days: writeDays(rate.days) },
          ...{ from: writeTime(rate.fromMinute), to: writeTime(rate.toMinute), perMinute: writeAmount(rate.perMinute) },
        };
  io.out({ kind, cost: cents === null ? null : writeCents(cents), currency, validFrom, line });
  return 0;
}

async function tariffFrom(ctx: CompanyContext, validFrom: string): Promise<{ tariffId: string }> {
  const tariff = (await showTariffs(ctx)).tariffs.find((one) => one.validFrom === validFrom);
  if (tariff === undefined)
    throw new AppError("not-found", "No tariff begins on that day. Run: gallra tariff show --company SLUG --as EMAIL");
  return { tariffId: tariff.tariffId };
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new AppError("bad-input", "The file cannot be read. Look at its path and its rights.", { cause: error });
  });
  return fileText(bytes);
}

function dayOf({ from }: Values): string {
  const day = required(from, "from", "Say from which day it is valid with --from DAY.");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new UsageError("--from is a day, written like 2026-11-22.");
  return day;
}

function sourceOf({ source }: Values): number | null {
  if (source === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(source)) throw new UsageError("--source is the number that source list shows.");
  return Number(source);
}

function secondsOf({ minutes, seconds }: Values): number {
  const text = seconds ?? minutes;
  if (text === undefined || !/^\d{1,6}$/.test(text) || (seconds !== undefined && minutes !== undefined))
    throw new UsageError("Say how long with --minutes N or --seconds N.");
  return seconds === undefined ? Number(text) * 60 : Number(text);
}

function oneOf([word, ...more]: readonly string[], said: string): string {
  if (word === undefined || more.length > 0) throw new UsageError(said);
  return word;
}
