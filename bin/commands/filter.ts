import { readFile } from "node:fs/promises";
import type { CompanyContext } from "#server/context.ts";
import { setFilter, SetFilterInput, showFilter } from "#server/collect/index.ts";
import { AppError } from "#server/domain/app-error.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, type Io, parseArgs, required, UsageError } from "../command.ts";
import { forOperator } from "./shield.ts";

/** What is left out before the inbox, as one document: what `show` prints is what `set` reads. */
export const command: Command = {
  name: "filter",
  usage: [
    "show --company SLUG [--as EMAIL]",
    "set --company SLUG --file FILE --reason TEXT [--organisations] [--as EMAIL]",
  ].join("\n"),
  summary: "says which calls are left out before the inbox",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      file: { type: "string" },
      reason: { type: "string" },
      organisations: { type: "boolean", default: false },
    });
    const [word, ...more] = positionals;
    if (more.length > 0 || (word !== "show" && word !== "set")) throw new UsageError("Say filter show or filter set.");
    if (word === "show") {
      await inCompany(values, async (ctx) => show(ctx, io));
      return 0;
    }
    const file = required(values.file, "file", "Name the rules with --file FILE, or - for standard input.");
    const reason = required(values.reason, "reason", "Say why with --reason TEXT.");
    const rules = readRules(file === "-" ? await io.stdin() : await textOf(file));
    await inCompany(values, async (ctx) => {
      const { version } = await showFilter(ctx);
      const input = { ...rules, version, reason, organisations: values.organisations };
      await setFilter(values.as === undefined ? forOperator(ctx) : ctx, input);
      await show(ctx, io);
    });
    return 0;
  },
};

async function show(ctx: CompanyContext, io: Io): Promise<void> {
  const { rules, others } = await showFilter(ctx);
  io.out({ rules, others });
}

const Rules = SetFilterInput.pick({ rules: true, others: true });

function readRules(text: string) {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch (cause) {
    throw new AppError("bad-input", "The rules are no JSON. Begin with what gallra filter show prints.", { cause });
  }
  const read = Rules.safeParse(told);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new AppError(
    "bad-input",
    `The rules cannot be used at ${issue?.path.join(".") ?? "the top"}: ${issue?.message}`,
  );
}

async function textOf(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((cause: unknown) => {
    throw new AppError("not-found", "The file of rules cannot be read.", { cause });
  });
}
