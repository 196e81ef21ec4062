import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runProduct } from "./supervise/run-product.ts";
import { homeFailure } from "./supervise/home.ts";
import { AppError } from "#server/domain/app-error.ts";
import { readEnv } from "#server/env.ts";
import { errorFields } from "#server/log.ts";

const ROOT = resolve(import.meta.dirname, "..");

// `npm start`: everything of one installation on one machine. A failure is one sentence on stderr and exit code 1.
try {
  const { values } = parseArgs({ options: { empty: { type: "boolean", default: false } } });
  process.exitCode = await runProduct(ROOT, readEnv(), values.empty);
} catch (error) {
  process.stderr.write(`\n${explain(error)}\n`);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();

function explain(error: unknown): string {
  if (error instanceof AppError) return error.message;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EROFS") return homeFailure(readEnv().home, error).message;
  if (code.startsWith("ERR_PARSE_ARGS"))
    return "Usage: npm start, or npm start -- --empty for an installation without the demo.";
  return `Gallra could not start: ${JSON.stringify(errorFields(error))}`;
}
