import { DRIVERS } from "#server/drivers/catalogue.ts";
import { type Command, parseArgs, UsageError } from "../command.ts";

/** What this release reads (DESIGN 7). */
export const command: Command = {
  name: "drivers",
  usage: "",
  summary: "lists the telephone system dialects, their options and how far each is confirmed",
  async run(args, io) {
    const { positionals } = parseArgs(args, {});
    if (positionals.length > 0) throw new UsageError("drivers takes no arguments.");
    for (const { id, title, product, formats, options, confirmed } of DRIVERS) {
      io.out({ id, title, product, formats, options, confirmed });
    }
    return 0;
  },
};
