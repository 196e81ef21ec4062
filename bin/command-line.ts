import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ZodError } from "zod";
import { type Command, type Io, UsageError } from "./command.ts";
import { AppError } from "#server/domain/app-error.ts";
import { refusedInput } from "#server/domain/refused-input.ts";
import { errorFields } from "#server/log.ts";

const FOLDER = join(import.meta.dirname, "commands");
// SQLSTATE: a function, column or table that this release knows and the database does not.
const OTHER_RELEASE: ReadonlySet<string> = new Set(["42883", "42703", "42P01"]);

/** One command with its words, e.g. `["company", "list"]`. Answers the exit code, and throws nothing. */
export async function commandLine(words: readonly string[], io: Io): Promise<number> {
  const [name, ...args] = words;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    io.note(await overview());
    return name === undefined ? 2 : 0;
  }
  const command = await load(name);
  if (command === null) {
    const shown = /^[a-z-]+$/.test(name) ? name : "of that name";
    io.note(`There is no command ${shown}. Known: ${names().join(", ")}. gallra --help tells more.`);
    return 2;
  }
  if (asksForHelp(args)) {
    io.note(usage(command));
    return 0;
  }
  try {
    return await command.run(args, io);
  } catch (error) {
    return report(command, error instanceof ZodError ? refusedInput(error) : error, io);
  }
}

/** Wherever the word stands before `--`: no option takes a value that looks like another option. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).some((word) => word === "--help" || word === "-h");
}

function report(command: Command, error: unknown, io: Io): number {
  if (error instanceof UsageError) {
    io.note(`${error.message}\n${usage(command)}`);
    return 2;
  }
  if (error instanceof AppError) {
    io.note(error.message);
    return 1;
  }
  if (OTHER_RELEASE.has(String((error as { code?: unknown }).code))) {
    io.note(
      "The databases belong to another release than this command line. Restart Gallra: a start brings them up to date.",
    );
    return 1;
  }
  // An unexpected error's message may repeat what was typed: its class and place are enough to report it.
  io.note(`Unexpected failure: ${JSON.stringify(errorFields(error))}`);
  return 1;
}

async function load(name: string): Promise<Command | null> {
  const file = join(FOLDER, `${name}.ts`);
  if (!/^[a-z][a-z-]*$/.test(name) || name.endsWith(".test") || !existsSync(file)) return null;
  const module = (await import(pathToFileURL(file).href)) as { command?: Command };
  return module.command ?? null;
}

async function overview(): Promise<string> {
  const commands = await Promise.all(names().map(load));
  const known = commands.filter((command) => command !== null);
  const wide = Math.max(...known.map((command) => command.name.length));
  const lines = known.map((command) => `  ${command.name.padEnd(wide)} ${command.summary}`);
  return `gallra COMMAND ...\n\n${lines.join("\n")}\n\ngallra COMMAND --help tells more. Results come on stdout, one JSON object a line.`;
}

function names(): string[] {
  const files = readdirSync(FOLDER).filter((file) => /^[a-z-]+\.ts$/.test(file));
  return files.map((file) => file.slice(0, -3)).sort();
}

function usage(command: Command): string {
  return command.usage
    .split("\n")
    .map((form) => `gallra ${command.name} ${form}`.trimEnd())
    .join("\n");
}
