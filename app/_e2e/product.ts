import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..", "..");

/** A running product, as a test sees it from outside. */
export interface Product {
  readonly address: string;
  readonly home: string;
  /** Runs a command of the command line in this home; answers its lines. Throws when it fails. */
  command(words: readonly string[], input?: string): Promise<Record<string, unknown>[]>;
  /** Runs several, one after another in one process, each with its input; answers the lines of each. Throws at the first that fails. */
  commands(lines: readonly (readonly string[])[], inputs?: readonly string[]): Promise<Record<string, unknown>[][]>;
}

export function productAt(address: string, home: string): Product {
  return {
    address,
    home,
    command: (words, input) => run(home, [join(ROOT, "bin", "gallra.ts"), ...words], input),
    async commands(lines, inputs = []) {
      const script = join(import.meta.dirname, "run-commands.ts");
      const asked = lines.map((words, n) => ({ words, input: inputs[n] ?? "" }));
      const answers = await run(home, [script], JSON.stringify(asked));
      return answers.map((answer) => answer["lines"] as Record<string, unknown>[]);
    },
  };
}

/** What a process of the product is given: nothing of the test's own environment but where programs are. */
export function environmentOf(home: string, settings: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH = "", HOME = "", NODE_COMPILE_CACHE = "" } = process.env;
  // What Node has compiled is shared as `npm start` and the command line share it.
  const compiled = NODE_COMPILE_CACHE === "" ? {} : { NODE_COMPILE_CACHE };
  return { NODE_ENV: "production", PATH, HOME, TZ: "UTC", GALLRA_HOME: home, ...compiled, ...settings };
}

function run(home: string, args: readonly string[], input = ""): Promise<Record<string, unknown>[]> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env: environmentOf(home) });
    let out = "";
    let notes = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      notes += chunk.toString();
    });
    child.once("error", failed);
    child.once("close", (code) => {
      if (code === 0) done(linesOf(out).map(readLine));
      else failed(new Error(`${args.slice(0, 3).join(" ")} ended with ${code}: ${notes}`));
    });
    child.stdin.end(input);
  });
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function readLine(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line);
  return typeof value === "object" && value !== null ? { ...value } : { value };
}
