import { parseArgs as parse, type ParseArgsConfig, type ParseArgsOptionsConfig } from "node:util";

/** One word of the command line, e.g. `drivers`; sub-words (`company add`) are the first of its arguments. */
export interface Command {
  readonly name: string;
  /** What follows the name, e.g. `add --company SLUG`; several lines for several forms. */
  readonly usage: string;
  readonly summary: string;
  /** Answers the exit code: 0 done, 1 refused or failed with a reason. Wrong usage throws UsageError (2). */
  run(args: Args, io: Io): Promise<number>;
}

/** The words after the command's name, as they were typed. */
export type Args = readonly string[];

export interface Io {
  /** A result: one JSON object a line on stdout. */
  out(result: object): void;
  /** A message for the person at the terminal, on stderr. */
  note(text: string): void;
  /** All of standard input, without its last line break. */
  stdin(): Promise<string>;
}

/** Wrong usage: the message says what is wrong; the usage is shown with it. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** `node:util` parseArgs, strict, whose complaints become UsageErrors. `--` ends options. Positionals are allowed. */
export function parseArgs<const T extends ParseArgsOptionsConfig>(args: Args, options: T) {
  const config = { args: [...args], options, allowPositionals: true, strict: true } as const satisfies ParseArgsConfig;
  try {
    return parse(config);
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
}

/** The value of an option that must be given. */
export function required(value: string | undefined, option: string, said = `--${option} is missing.`): string {
  if (value === undefined || value === "") throw new UsageError(said);
  return value;
}

/** An option's value, or standard input where it is "-": identifiers come that way, as an argument stays in the shell's history. */
export async function secretValue(value: string, io: Io): Promise<string> {
  if (value === "-") return (await io.stdin()).trim();
  io.note("An identifier on the command line stays in the shell's history: give - and write it to standard input.");
  return value;
}

/** Node's text may go on about `--`, and repeats what was typed: only its first sentence, without a typed value. */
function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split(". ")[0] ?? text).replace(/\.?$/, ".");
}
