import { commandLine } from "./command-line.ts";
import { standardIo } from "./standard-io.ts";

process.exitCode = await commandLine(process.argv.slice(2), standardIo());
