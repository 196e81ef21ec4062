import type { CompanyContext } from "#server/context.ts";
import {
  addPrivateNumbers,
  dropPrivateNumber,
  removeNatureRuleOf,
  setNatureRuleOf,
  showNatures,
} from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

const WORDS = "Say one of: private-calls show, code, remove, list, unlist.";

/** Which calls are private: codes, and the list of private numbers. */
export const command: Command = {
  name: "private-calls",
  usage: [
    "show --company SLUG --as EMAIL",
    "code --company SLUG --as EMAIL --code CODE [--business] [--source ID]",
    "remove --company SLUG --as EMAIL --rule ID",
    "list --company SLUG --as EMAIL --number - [--extension X] [--days N]; standard input has a number a line",
    "unlist --company SLUG --as EMAIL --number -",
  ].join("\n"),
  summary: "tells private calls by codes and by a list of numbers",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      code: { type: "string" },
      business: { type: "boolean", default: false },
      source: { type: "string" },
      rule: { type: "string" },
      number: { type: "string" },
      extension: { type: "string" },
      days: { type: "string" },
    });
    const [word, ...more] = positionals;
    const work = word === undefined || more.length > 0 ? undefined : VERBS[word];
    if (work === undefined) throw new UsageError(WORDS);
    const read = values.number === undefined ? [] : await readNumbers(values.number, io);
    return await asPerson(values, async (ctx) => {
      await work(ctx, { ...values, numbers: read }, io);
      return 0;
    });
  },
};

interface Values {
  readonly code?: string | undefined;
  readonly business: boolean;
  readonly source?: string | undefined;
  readonly rule?: string | undefined;
  readonly extension?: string | undefined;
  readonly days?: string | undefined;
  readonly numbers: readonly string[];
}

const VERBS: Readonly<Record<string, (ctx: CompanyContext, values: Values, io: Io) => Promise<void>>> = {
  show: async (ctx, _, io) => {
    const { rules, numbers } = await showNatures(ctx);
    for (const rule of rules) io.out({ ...rule });
    io.out({ listed: numbers });
  },
  code: async (ctx, { code, business, source }, io) => {
    if (code === undefined) throw new UsageError("Say which: --code, as the telephone system writes it, e.g. *71.");
    const sourceId = source === undefined ? null : whole(source, "--source");
    const nature = business ? "business" : "private";
    io.out(await setNatureRuleOf(ctx, { kind: "code", nature, code, sourceId }));
    io.note("holds for calls that are read from now on");
  },
  remove: async (ctx, { rule }, io) => {
    if (rule === undefined) throw new UsageError("Say which: --rule, the ruleId that private-calls show prints.");
    await removeNatureRuleOf(ctx, { ruleId: rule });
    io.note("removed; what it has told stays so");
  },
  list: async (ctx, { numbers, extension, days }, io) => {
    if (numbers.length === 0) throw new UsageError("Say which: --number -, with a number a line on standard input.");
    const kept = days === undefined ? {} : { keptDays: whole(days, "--days") };
    const whose = extension === undefined ? {} : { extension };
    io.out(await addPrivateNumbers(ctx, { numbers: [...numbers], ...kept, ...whose }));
  },
  unlist: async (ctx, { numbers }, io) => {
    const [number, second] = numbers;
    if (number === undefined || second !== undefined)
      throw new UsageError("Say which: --number -, with one number on standard input.");
    io.out(await dropPrivateNumber(ctx, { number }));
  },
};

/** What stands in an argument stays in the shell's history. */
async function readNumbers(given: string, io: Io): Promise<string[]> {
  if (given !== "-")
    io.note("Warning: a number given as an argument stays in the shell's history. Use - and standard input.");
  const text = given === "-" ? await io.stdin() : given;
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function whole(text: string, option: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`${option} is a whole number.`);
  return Number(text);
}
