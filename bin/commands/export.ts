import type { Command } from "../command.ts";
import { UsageError } from "../command.ts";
import { EXPORT_USAGE, runExportCommand } from "./export/run.ts";
import { runVerify, VERIFY_USAGE } from "./export/verify.ts";

/** What the page's export does: frozen, written by the worker, fetched once, proven by count, checksum and signature. */
export const command: Command = {
  name: "export",
  usage: `${EXPORT_USAGE}\n${VERIFY_USAGE}`,
  summary: "writes the calls of a number into a file with a signed manifest; verify checks a file against its manifest",
  async run(args, io) {
    const [word, ...rest] = args;
    if (word === "verify") return await runVerify(rest, io);
    if (word !== undefined && !word.startsWith("-"))
      throw new UsageError("Say: export OPTIONS, or export verify FILE.");
    return await runExportCommand(args, io);
  },
};
